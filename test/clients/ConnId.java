import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.tirasa.connid.bundles.scim.common.SCIMConnectorConfiguration;
import net.tirasa.connid.bundles.scim.v2.SCIMv2Connector;
import org.identityconnectors.common.security.GuardedString;
import org.identityconnectors.framework.api.ConnectorFacade;
import org.identityconnectors.framework.api.ConnectorFacadeFactory;
import org.identityconnectors.framework.common.objects.Attribute;
import org.identityconnectors.framework.common.objects.AttributeBuilder;
import org.identityconnectors.framework.common.objects.AttributeDelta;
import org.identityconnectors.framework.common.objects.AttributeDeltaBuilder;
import org.identityconnectors.framework.common.objects.ConnectorObject;
import org.identityconnectors.framework.common.objects.Name;
import org.identityconnectors.framework.common.objects.ObjectClass;
import org.identityconnectors.framework.common.objects.OperationOptions;
import org.identityconnectors.framework.common.objects.OperationOptionsBuilder;
import org.identityconnectors.framework.common.objects.Uid;
import org.identityconnectors.framework.common.objects.filter.FilterBuilder;
import org.identityconnectors.test.common.TestHelpers;

/**
 * The life cycle by ConnId's SCIM connector, which Apache Syncope and midPoint provision with. It changes memberships at
 * the user: it compares the groups that the user is to have with those that the server says the user has.
 */
final class ConnId {
  static final OperationOptions READ =
      new OperationOptionsBuilder().setAttributesToGet("userName", "name.familyName", "groups").build();
  static Uid ann;
  static Uid group;

  public static void main(String[] args) throws Exception {
    var connector = facade();
    Steps.serve(
        Map.ofEntries(
            Map.entry("create", () -> {
              connector.test();
              return id(ann = connector.create(ObjectClass.ACCOUNT, user("ann", "Ann", "Ames"), null));
            }),
            Map.entry("find", () -> {
              var found = new HashSet<ConnectorObject>();
              connector.search(ObjectClass.ACCOUNT, FilterBuilder.equalTo(new Name("ann@acme.test")), found::add, READ);
              Steps.expect(found.size() == 1, found);
              return id(found.iterator().next().getUid());
            }),
            Map.entry("read", () -> {
              var read = connector.getObject(ObjectClass.ACCOUNT, ann, READ);
              return read.getAttributeByName("name.familyName").getValue().get(0).toString();
            }),
            Map.entry("replace", () -> {
              connector.update(ObjectClass.ACCOUNT, ann, user("ann", "Ann", "Adams"), null);
              return "";
            }),
            Map.entry("patch", () -> change(connector, "name.familyName", "Allen")),
            Map.entry("deactivate", () -> change(connector, "active", false)),
            Map.entry("reactivate", () -> change(connector, "active", true)),
            Map.entry("create group", () -> {
              Set<Attribute> named = Set.of(new Name("Engineering"), attribute("displayName", "Engineering"));
              group = connector.create(ObjectClass.GROUP, named, null);
              var bob = connector.create(ObjectClass.ACCOUNT, user("bob", "Bob", "Bell"), null);
              connector.update(ObjectClass.ACCOUNT, bob, user("bob", "Bob", "Bell", id(group)), null);
              return id(group);
            }),
            Map.entry("add member", () -> {
              connector.update(ObjectClass.ACCOUNT, ann, user("ann", "Ann", "Allen", id(group)), null);
              return "";
            }),
            Map.entry("remove member", () -> {
              connector.update(ObjectClass.ACCOUNT, ann, user("ann", "Ann", "Allen"), null);
              return "";
            }),
            Map.entry("delete group", () -> {
              connector.delete(ObjectClass.GROUP, group, null);
              return "";
            }),
            Map.entry("delete user", () -> {
              connector.delete(ObjectClass.ACCOUNT, ann, null);
              return "";
            })));
  }

  static ConnectorFacade facade() {
    var configuration = new SCIMConnectorConfiguration();
    configuration.setBaseAddress(Steps.URL + "/");
    configuration.setBearerToken(Steps.TOKEN);
    configuration.setAccept("application/scim+json");
    configuration.setContentType("application/scim+json");
    configuration.setUpdateGroupMethod("PATCH");
    var api = TestHelpers.createTestConfiguration(SCIMv2Connector.class, configuration);
    return ConnectorFacadeFactory.getInstance().newInstance(api);
  }

  static String id(Uid uid) {
    return uid.getUidValue();
  }

  static String change(ConnectorFacade facade, String name, Object value) {
    Set<AttributeDelta> changes = Set.of(AttributeDeltaBuilder.build(name, Arrays.asList(value)));
    facade.updateDelta(ObjectClass.ACCOUNT, ann, changes, null);
    return id(ann);
  }

  static Attribute attribute(String name, Object value) {
    return AttributeBuilder.build(name, value);
  }

  static Set<Attribute> user(String name, String givenName, String familyName, Object... groups) {
    var email = name + "@acme.test";
    return Set.of(
        new Name(email),
        attribute("userName", email),
        attribute("name.givenName", givenName),
        attribute("name.familyName", familyName),
        attribute("emails.work.value", email),
        attribute("emails.work.primary", true),
        attribute("active", true),
        AttributeBuilder.build("groups", groups));
  }
}
