import com.unboundid.scim2.client.ScimService;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.types.Email;
import com.unboundid.scim2.common.types.GroupResource;
import com.unboundid.scim2.common.types.Member;
import com.unboundid.scim2.common.types.Name;
import com.unboundid.scim2.common.types.UserResource;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.Map;
import org.glassfish.jersey.apache.connector.ApacheConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;

/** The life cycle by the UnboundID SCIM 2 SDK. */
final class UnboundId {
  static UserResource ann;
  static GroupResource group;

  public static void main(String[] args) throws Exception {
    ClientRequestFilter authorize =
        request -> request.getHeaders().putSingle("Authorization", "Bearer " + Steps.TOKEN);
    // The JDK's own connection refuses PATCH.
    var config = new ClientConfig().connectorProvider(new ApacheConnectorProvider()).register(authorize);
    var service = new ScimService(ClientBuilder.newClient(config).target(Steps.URL));
    Steps.serve(
        Map.ofEntries(
            Map.entry("create", () -> (ann = service.create("Users", user("ann", "Ann", "Ames"))).getId()),
            Map.entry("find", () -> {
              var found = service.searchRequest("Users").filter(Filter.eq("userName", "ann@acme.test"))
                  .page(1, 10).invoke(UserResource.class);
              Steps.expect(found.getTotalResults() == 1, found);
              return found.getResources().get(0).getId();
            }),
            Map.entry("read", () -> (ann = service.retrieve(ann)).getName().getFamilyName()),
            Map.entry("replace", () -> {
              ann.getName().setFamilyName("Adams");
              return (ann = service.replace(ann)).getId();
            }),
            Map.entry("patch", () -> change(service, "name.familyName", "Allen")),
            Map.entry("deactivate", () -> change(service, "active", false)),
            Map.entry("reactivate", () -> change(service, "active", true)),
            Map.entry("create group", () -> {
              var bob = service.create("Users", user("bob", "Bob", "Bell"));
              var wanted = new GroupResource().setDisplayName("Engineering").setMembers(member(bob));
              return (group = service.create("Groups", wanted)).getId();
            }),
            Map.entry("add member", () -> {
              service.modifyRequest("Groups", group.getId()).addValues("members", member(ann))
                  .invoke(GroupResource.class);
              return "";
            }),
            Map.entry("remove member", () -> {
              service.modifyRequest("Groups", group.getId())
                  .removeValues("members[value eq \"" + ann.getId() + "\"]").invoke(GroupResource.class);
              return "";
            }),
            Map.entry("delete group", () -> {
              service.delete("Groups", group.getId());
              return "";
            }),
            Map.entry("delete user", () -> {
              service.delete("Users", ann.getId());
              return "";
            })));
  }

  static String change(ScimService service, String path, Object value) throws Exception {
    return service.modifyRequest("Users", ann.getId()).replaceValue(path, value).invoke(UserResource.class).getId();
  }

  static UserResource user(String name, String givenName, String familyName) {
    var email = name + "@acme.test";
    return new UserResource()
        .setUserName(email)
        .setName(new Name().setGivenName(givenName).setFamilyName(familyName))
        .setEmails(new Email().setValue(email).setType("work").setPrimary(true))
        .setActive(true);
  }

  static Member member(UserResource user) {
    return new Member().setValue(user.getId());
  }
}
