import de.captaingoldfish.scim.sdk.client.ScimClientConfig;
import de.captaingoldfish.scim.sdk.client.ScimRequestBuilder;
import de.captaingoldfish.scim.sdk.client.response.ServerResponse;
import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.constants.enums.PatchOp;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.base.ScimObjectNode;
import de.captaingoldfish.scim.sdk.common.resources.complex.Name;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.Email;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.Member;
import java.util.List;
import java.util.Map;

/** The life cycle by the SCIM SDK of Captain-P-Goldfish. */
final class CaptainGoldfish {
  static User ann;
  static String groupId;

  public static void main(String[] args) throws Exception {
    var config = ScimClientConfig.builder().httpHeaders(Map.of("Authorization", "Bearer " + Steps.TOKEN)).build();
    var client = new ScimRequestBuilder(Steps.URL, config);
    Steps.serve(
        Map.ofEntries(
            Map.entry("create", () -> (ann = create(client, user("ann", "Ann", "Ames"))).getId().get()),
            Map.entry("find", () -> {
              var found = checked(client.list(User.class, "/Users")
                  .filter("userName", Comparator.EQ, "ann@acme.test").build().get().sendRequest());
              Steps.expect(found.getTotalResults() == 1, found);
              return found.getListedResources().get(0).getId().get();
            }),
            Map.entry("read", () -> {
              ann = checked(client.get(User.class, "/Users", id()).sendRequest());
              return ann.getName().get().getFamilyName().get();
            }),
            Map.entry("replace", () -> {
              ann.getName().get().setFamilyName("Adams");
              ann = checked(client.update(User.class, "/Users", id()).setResource(ann).sendRequest());
              return id();
            }),
            Map.entry("patch", () -> change(client, "name.familyName", "Allen")),
            Map.entry("deactivate", () -> change(client, "active", "false")),
            Map.entry("reactivate", () -> change(client, "active", "true")),
            Map.entry("create group", () -> {
              var bob = create(client, user("bob", "Bob", "Bell"));
              var wanted = Group.builder().displayName("Engineering").members(List.of(member(bob))).build();
              var made = checked(client.create(Group.class, "/Groups").setResource(wanted).sendRequest());
              return groupId = made.getId().get();
            }),
            Map.entry("add member", () -> {
              checked(client.patch(Group.class, "/Groups", groupId).addOperation().path("members").op(PatchOp.ADD)
                  .valueNode(member(ann)).build().sendRequest());
              return "";
            }),
            Map.entry("remove member", () -> {
              checked(client.patch(Group.class, "/Groups", groupId).addOperation()
                  .path("members[value eq \"" + id() + "\"]").op(PatchOp.REMOVE).build().sendRequest());
              return "";
            }),
            Map.entry("delete group", () -> {
              checked(client.delete(Group.class, "/Groups", groupId).sendRequest());
              return "";
            }),
            Map.entry("delete user", () -> {
              checked(client.delete(User.class, "/Users", id()).sendRequest());
              return "";
            })));
  }

  static String id() {
    return ann.getId().get();
  }

  static User create(ScimRequestBuilder client, User user) {
    return checked(client.create(User.class, "/Users").setResource(user).sendRequest());
  }

  static String change(ScimRequestBuilder client, String path, String value) {
    checked(client.patch(User.class, "/Users", id()).addOperation().path(path).op(PatchOp.REPLACE).value(value)
        .build().sendRequest());
    return id();
  }

  static <T extends ScimObjectNode> T checked(ServerResponse<T> response) {
    Steps.expect(response.isSuccess(), response.getHttpStatus() + " " + response.getResponseBody());
    return response.getResource();
  }

  static User user(String name, String givenName, String familyName) {
    var email = name + "@acme.test";
    return User.builder()
        .userName(email)
        .name(Name.builder().givenName(givenName).familyName(familyName).build())
        .emails(List.of(Email.builder().value(email).type("work").primary(true).build()))
        .active(true)
        .build();
  }

  static Member member(User user) {
    return Member.builder().value(user.getId().get()).build();
  }
}
