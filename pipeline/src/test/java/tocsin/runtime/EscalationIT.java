package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.api.Publisher;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Passport;
import tocsin.intake.Role;
import tocsin.intake.SenderKeys;
import tocsin.readmodel.ReadModel;
import tocsin.rules.PackFiles;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.v1.Action;
import tocsin.v1.ChannelKind;
import tocsin.v1.Command;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.ReportKind;
import tocsin.v1.Verdict;
import tocsin.wire.RecordJson;
import tocsin.wire.Serdes;

/// The escalation on a broker with three partitions and two instances, sixty times as fast: grade III has ten seconds.
@ExtendWith(SharedPair.class)
class EscalationIT {
    private static final String SECRET = "the same in both";
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;
    private Place place;
    private Tocsin one;
    private Tocsin two;

    private Tocsin instance(String name) throws InterruptedException {
        TocsinSettings settings = place.settings(folder.resolve(name), List.of(), Duration.ofMillis(100),
                ChannelSettings.OUTBOX, SECRET);
        PackFiles pack = FixedPacks.qingdao();
        Tocsin tocsin = new Tocsin(settings, pack.with("pack.yaml", pack.files().get("pack.yaml") + "\nspeed: 60\n"),
                Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(2)), name);
        return tocsin;
    }

    @BeforeEach
    void start(Place own) throws Exception {
        place = own;
        one = instance("one");
        two = instance("two");
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private static void post(Tocsin tocsin, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create(tocsin.url() + path))
                .header("Authorization", "Bearer " + tocsin.consoleKey())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(202, answer.statusCode(), answer::body);
    }

    private String incident(Tocsin at, IncidentReport.Builder report) throws IOException, InterruptedException {
        IncidentReport built = report.build();
        post(at, "/api/v1/reports", RecordJson.write(built).toString());
        TocsinProcess.await("a verdict", Duration.ofSeconds(30),
                () -> one.model().verdict(built.getAgencyId(), built.getReportId()).isPresent());
        return one.model().verdict(built.getAgencyId(), built.getReportId()).map(Verdict::getIncidentId).orElseThrow();
    }

    private static IncidentReport.Builder fire(String id, String area, Grade grade) {
        return Reports.fire(id, Instant.now()).setIncidentRef("case-" + id)
                .setLocation(new Location(area, "某处", null, null, null)).setCasualties(Reports.tollOf(grade));
    }

    private static List<String> told(ReadModel model, String incident) {
        return model.notifications(
                one -> one.getIncidentId().equals(incident) && one.getChannel() == ChannelKind.SMS, 100).stream()
                .map(sent -> sent.notification().getRecipient()).distinct().sorted().toList();
    }

    private void awaitTold(String incident, int people) throws IOException, InterruptedException {
        TocsinProcess.await(people + " people told of " + incident, Duration.ofSeconds(40),
                () -> told(one.model(), incident).size() >= people);
    }

    @Test
    void unansweredGoesUpAnsweredIsQuietGraverTellsMoreAndAnAnswerInTheBacklogIsHeard() throws Exception {
        // Unanswered goes up, at both desks, whichever instance has them; answered is quiet
        String unanswered = incident(one, fire("a", "370213", Grade.III));
        String answered = incident(two, fire("b", "370213", Grade.III));
        String elsewhere = incident(two, fire("c", "370211", Grade.III));
        post(two, "/api/v1/incidents/" + answered + "/commands", "{\"action\":\"ACKNOWLEDGE\"}");
        awaitTold(unanswered, 2);
        awaitTold(elsewhere, 2);
        assertEquals(1, told(one.model(), answered).size());

        // Graver tells more people
        post(one, "/api/v1/reports", RecordJson.write(fire("b2", "370213", Grade.I).setKind(ReportKind.FOLLOW_UP)
                .setIncidentRef("case-b").build()).toString());
        awaitTold(answered, 4);
        for (String incident : List.of(unanswered, answered, elsewhere)) {
            post(one, "/api/v1/incidents/" + incident + "/commands", "{\"action\":\"ACKNOWLEDGE\"}");
        }

        // After an outage with the answer waiting in the backlog nobody is paged
        String outage = incident(one, fire("d", "370213", Grade.III));
        String control = incident(one, fire("e", "370213", Grade.III));
        one.close();
        two.close();
        answerWhileNobodyIsThere(outage);
        TocsinProcess.await("the due time has long passed", Duration.ofMinutes(1),
                pastDue(Instant.now().plusSeconds(15)));
        one = instance("one");
        two = instance("two");
        awaitTold(control, 2);
        assertEquals(1, told(one.model(), outage).size(), "the officer who had answered is the only one who was told");
    }

    private static TocsinProcess.Condition pastDue(Instant due) {
        return () -> Instant.now().isAfter(due);
    }

    private void answerWhileNobodyIsThere(String incident) {
        Serdes serdes = new Serdes(new SchemaIds(new RegistryClient(place.registry(), null), null, true), null,
                Map.of());
        try (Publisher publisher = new Publisher(Map.of("bootstrap.servers", place.bootstrap()), serdes,
                SenderKeys.bytes(SECRET))) {
            publisher
                    .send(place.topics().commands, incident,
                            new Command("late-answer", incident, Action.ACKNOWLEDGE, "duty", "test",
                                    Instant.now(), Map.of(), null),
                            new Passport("duty", Role.DUTY_OFFICER))
                    .arrivedAt();
        }
    }
}
