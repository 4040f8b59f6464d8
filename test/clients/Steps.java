import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads names of steps, one a line, runs each step, and answers with a line: "done" and its result, or "failed" and why. */
final class Steps {
  interface Step {
    String run() throws Exception;
  }

  static final String URL = System.getenv("SCIM_URL");
  static final String TOKEN = System.getenv("SCIM_TOKEN");

  static void serve(Map<String, Step> steps) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name; (name = input.readLine()) != null; ) {
      String answer;
      try {
        answer = "done " + steps.get(name).run();
      } catch (Exception e) {
        answer = "failed " + e;
      }
      System.out.println(answer.replaceAll("\\s+", " "));
    }
    System.exit(0);
  }

  static void expect(boolean holds, Object otherwise) {
    if (!holds) throw new IllegalStateException(String.valueOf(otherwise));
  }
}
