package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.text.PlainText;

/// `./tocsin person`
@Command(name = "person", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin person add duty-wang --role administrator", subcommands = {
        PersonCommand.Add.class, PersonCommand.Change.class, PersonCommand.NewLink.class, PersonCommand.SignOut.class,
        PersonCommand.Remove.class,
        PersonCommand.ListAll.class}, description = "Say who may sign in, and as what; the first administrator, too.")
final class PersonCommand implements Runnable {
    private static final String PATH = "/api/v1/persons";

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw WrongUsage.incomplete(spec);
    }

    /// Asks a running Tocsin about persons.
    abstract static class Asking implements Callable<Integer> {
        @Mixin
        private ClientOptions options = new ClientOptions();

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() {
            try (TocsinClient client = options.client()) {
                JsonNode answer = ask(client).good();
                PrintWriter out = Output.of(spec);
                if (options.isJson()) {
                    out.println(answer.isNull() ? JsonNodeFactory.instance.objectNode() : answer);
                } else {
                    lines(answer).forEach(line -> out.println(PlainText.line(line)));
                }
                return 0;
            }
        }

        abstract TocsinClient.Answer ask(TocsinClient client);

        abstract List<String> lines(JsonNode answer);
    }

    /// Who is meant.
    static final class Person {
        @Parameters(paramLabel = "PERSON", description = "the id of an official of the directory")
        private String id = "";

        String id() {
            return Words.given("PERSON", id).strip();
        }

        String path() {
            return PATH + "/" + Words.escaped("PERSON", id.strip());
        }
    }

    /// What a person may do.
    static final class TermsOptions {
        @Option(names = "--role", required = true, paramLabel = "ROLE", description = "reporter, duty-officer, approver, analyst or administrator")
        private String role = "";

        @Option(names = "--agency", paramLabel = "AGENCY", description = "the agency a reporter speaks for")
        private @Nullable String agency;

        @Option(names = "--area", paramLabel = "AREA", description = "bound to this area code and what lies below it; may stand several times")
        private List<String> areas = new ArrayList<>();

        @Option(names = "--for-agency", paramLabel = "AGENCY", description = "bound to this agency; may stand several times")
        private List<String> agencies = new ArrayList<>();

        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("role", Words.given("--role", role));
            if (agency != null) {
                json.put("agency", agency);
            }
            areas.forEach(json.putArray("areas")::add);
            agencies.forEach(json.putArray("agencies")::add);
            return json;
        }
    }

    private static List<String> link(JsonNode answer) {
        return List.of(answer.path("person").asText() + " sets a passphrase here, once, until "
                + answer.path("until").asText() + ":", answer.path("link").asText());
    }

    /// `./tocsin person add PERSON --role ROLE`
    @Command(name = "add", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin person add duty-wang --role administrator", description = "Let a person of the directory sign in. Prints, once, the link by which they set a passphrase and, where the role asks for it, a second factor.")
    static final class Add extends Asking {
        @Mixin
        private Person person = new Person();

        @Mixin
        private TermsOptions terms = new TermsOptions();

        @Override
        TocsinClient.Answer ask(TocsinClient client) {
            return client.post(PATH, terms.json().put("person", person.id()));
        }

        @Override
        List<String> lines(JsonNode answer) {
            return link(answer);
        }
    }

    /// `./tocsin person change PERSON --role ROLE`
    @Command(name = "change", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin person change duty-wang --role duty-officer --area 370202", description = "Give a person another role or other bounds. It counts at once.")
    static final class Change extends Asking {
        @Mixin
        private Person person = new Person();

        @Mixin
        private TermsOptions terms = new TermsOptions();

        @Override
        TocsinClient.Answer ask(TocsinClient client) {
            return client.post(person.path(), terms.json());
        }

        @Override
        List<String> lines(JsonNode answer) {
            return List.of(line(answer));
        }
    }

    /// `./tocsin person link PERSON`
    @Command(name = "link", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin person link duty-wang", description = "Make a person a new one-time link, for who has forgotten a passphrase or lost a telephone. What they had counts until the link is used.")
    static final class NewLink extends Asking {
        @Mixin
        private Person person = new Person();

        @Override
        TocsinClient.Answer ask(TocsinClient client) {
            return client.post(person.path() + "/link", JsonNodeFactory.instance.objectNode());
        }

        @Override
        List<String> lines(JsonNode answer) {
            return link(answer);
        }
    }

    /// `./tocsin person sign-out PERSON`
    @Command(name = "sign-out", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin person sign-out duty-wang", description = "End every session of a person, on every instance.")
    static final class SignOut extends Asking {
        @Mixin
        private Person person = new Person();

        @Override
        TocsinClient.Answer ask(TocsinClient client) {
            return client.post(person.path() + "/sign-out", JsonNodeFactory.instance.objectNode());
        }

        @Override
        List<String> lines(JsonNode answer) {
            return List.of(person.id() + " is signed out everywhere.");
        }
    }

    /// `./tocsin person remove PERSON`
    @Command(name = "remove", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin person remove duty-wang", description = "Let a person sign in no more, and end their sessions.")
    static final class Remove extends Asking {
        @Mixin
        private Person person = new Person();

        @Override
        TocsinClient.Answer ask(TocsinClient client) {
            return client.delete(person.path());
        }

        @Override
        List<String> lines(JsonNode answer) {
            return List.of(person.id() + " can sign in no more.");
        }
    }

    /// `./tocsin person list`
    @Command(name = "list", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin person list", description = "Tell who may sign in, as what, and whether they can.")
    static final class ListAll extends Asking {
        @Override
        TocsinClient.Answer ask(TocsinClient client) {
            return client.get(PATH);
        }

        @Override
        List<String> lines(JsonNode answer) {
            List<String> lines = new ArrayList<>();
            answer.path("persons").forEach(one -> lines.add(line(one)));
            return lines.isEmpty()
                    ? List.of("Nobody may sign in yet; add the first: ./tocsin person add PERSON --role administrator")
                    : lines;
        }
    }

    private static String line(JsonNode one) {
        List<String> bounds = new ArrayList<>();
        one.path("areas").forEach(area -> bounds.add(area.asText()));
        one.path("agencies").forEach(agency -> bounds.add(agency.asText()));
        String until = one.path("linkUntil").asText("");
        return one.path("person").asText() + "  " + one.path("role").asText("a role of a later release")
                + (one.hasNonNull("agency") ? " of " + one.path("agency").asText() : "")
                + (bounds.isEmpty() ? "" : "  bound to " + String.join(", ", bounds))
                + (one.path("ready").asBoolean() ? "" : "  cannot sign in yet")
                + (one.path("secondFactor").asBoolean() ? "  second factor" : "")
                + (until.isEmpty() || until.equals("null") ? "" : "  link until " + until)
                + "  sessions " + one.path("sessions").asText();
    }
}
