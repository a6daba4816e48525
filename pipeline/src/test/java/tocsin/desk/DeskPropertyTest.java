package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.v1.Action;
import tocsin.v1.Casualties;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineEvent;

/// The desk against a simple model, over random interleavings of everything an inbox can hold.
class DeskPropertyTest {
    private static final List<String> AGENCIES = List.of("qingdao-fire", "licang-fire", "licang-emergency",
            "unknown-one");
    private static final int STEPS = 250;

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            seeds.add(seed * 7919);
        }
        seeds.add(System.nanoTime());
        return seeds;
    }

    /// What a person with paper and pencil would keep: the reports by key, and which incidents were answered or closed.
    private static final class Model {
        final Map<String, IncidentReport> reports = new HashMap<>();
        int duplicates;
        int reused;
        int failed;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyInterleavingKeepsThePromises(long seed) {
        // Given
        Random random = new Random(seed);
        City city = new City();
        Model model = new Model();

        // When
        for (int i = 0; i < STEPS; i++) {
            step(city, model, random, i);
        }

        // Then
        assertEquals(model.reports.size(), city.verdicts().size(), "one verdict a report");
        assertEquals(model.duplicates, count(city, Outcome.DUPLICATE));
        assertEquals(model.reused, city.rejected().size());
        assertEquals(model.failed, count(city, Outcome.UNDELIVERED));
        notificationsAreUnique(city);
        serialsHaveNoGaps(city);
        theTimelineIsAChain(city);
        tollsAreTheHighestStated(city, model);
        nobodyIsPagedAfterAnAnswer(city);
        assertArrayEquals(city.bytes(), City.reread(city.inbox(), city.packs()), "the same inbox gives the same bytes");
    }

    private static void step(City city, Model model, Random random, int i) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> newReport(city, model, random, i);
            case 4 -> again(city, model, random);
            case 5 -> reuse(city, model, random);
            case 6 -> order(city, random, Action.ACKNOWLEDGE);
            case 7 ->
                order(city, random, List.of(Action.CLOSE, Action.ESCALATE, Action.CONFIRM, Action.NOTE, Action.REFUTE)
                        .get(random.nextInt(5)));
            case 8 -> fail(city, model, random);
            case 9 -> city.activate(FixedPacks.qingdao());
            default -> city.after(Duration.ofSeconds(random.nextInt(1_200)));
        }
    }

    private static void newReport(City city, Model model, Random random, int i) {
        String agency = AGENCIES.get(random.nextInt(AGENCIES.size()));
        double latitude = 36.13 + random.nextInt(6) * 0.02;
        IncidentReport.Builder report = Reports.fire("r" + i, city.now()).setAgencyId(agency)
                .setIncidentRef(random.nextBoolean() ? "case-" + random.nextInt(4) : null)
                .setLocation(new Location(random.nextInt(5) == 0 ? "370211" : "370213", "某处", latitude, 120.39, null))
                .setCasualties(random.nextInt(4) == 0 ? null : Reports.toll(random.nextInt(35), random.nextInt(60)));
        IncidentReport built = report.build();
        city.report(built, tocsin.internal.v1.SenderProof.API_KEY);
        model.reports.put(city.packs().activeDirectory().deskFor(built.getLocation().getAreaCode()) + agency + "r" + i,
                built);
    }

    private static void again(City city, Model model, Random random) {
        if (!model.reports.isEmpty()) {
            List<IncidentReport> known = sorted(model);
            city.report(known.get(random.nextInt(known.size())), tocsin.internal.v1.SenderProof.API_KEY);
            model.duplicates++;
        }
    }

    private static void reuse(City city, Model model, Random random) {
        if (!model.reports.isEmpty()) {
            List<IncidentReport> known = sorted(model);
            city.report(
                    IncidentReport.newBuilder(known.get(random.nextInt(known.size()))).setTitle("another event")
                            .build(),
                    tocsin.internal.v1.SenderProof.API_KEY);
            model.reused++;
        }
    }

    private static List<IncidentReport> sorted(Model model) {
        return new ArrayList<>(new TreeMap<>(model.reports).values());
    }

    private static void order(City city, Random random, Action action) {
        List<String> incidents = city.incidents().keySet().stream().sorted().toList();
        if (!incidents.isEmpty()) {
            city.order("duty-wang", "DUTY_OFFICER", action, incidents.get(random.nextInt(incidents.size())), Map.of(),
                    action == Action.NOTE || action == Action.CLOSE ? "words" : null);
        }
    }

    private static void fail(City city, Model model, Random random) {
        List<Notification> sent = city.notifications();
        if (!sent.isEmpty()) {
            Notification one = sent.get(random.nextInt(sent.size()));
            city.outcome(new DeliveryOutcome(
                    new Delivery(one.getNotificationId(), one.getIncidentId(), 1, DeliveryState.FAILED, "smtp",
                            one.getChannel(), null, DeliveryReason.ADDRESS_INVALID, null, city.now()),
                    one.getRecipient(), one.getStep()));
            model.failed++;
        }
    }

    private static long count(City city, Outcome outcome) {
        return city.findings().stream().map(Finding::getOutcome).filter(outcome::equals).count();
    }

    private static void notificationsAreUnique(City city) {
        Set<String> ids = new HashSet<>();
        city.notifications().forEach(told -> assertTrue(ids.add(told.getNotificationId()), "told twice: " + told));
    }

    private static void serialsHaveNoGaps(City city) {
        Map<String, Integer> serials = new HashMap<>();
        city.incidents().keySet().stream().sorted().forEach(id -> {
            String day = id.substring(0, id.lastIndexOf('-'));
            int serial = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
            assertEquals(serials.merge(day, 1, Integer::sum), serial, id);
        });
    }

    private static void theTimelineIsAChain(City city) {
        Map<String, TimelineEvent> heads = new HashMap<>();
        for (TimelineEvent event : city.timeline()) {
            TimelineEvent before = heads.put(event.getDesk(), event);
            assertEquals(before == null ? 1 : before.getSequence() + 1, event.getSequence());
            assertEquals(before == null ? "0".repeat(64) : before.getHash(), event.getPreviousHash());
            assertEquals(Chronicle.hash(event), event.getHash());
        }
    }

    /// For each incident, the highest dead stated by any agency that is believed, or that stated it while nobody was: none
    /// of these reports is a correction.
    private static void tollsAreTheHighestStated(City city, Model model) {
        Map<String, Map<String, Integer>> stated = new HashMap<>();
        Map<String, Set<String>> believed = new HashMap<>();
        Map<String, Set<String>> counted = new HashMap<>();
        city.verdicts().forEach(verdict -> {
            IncidentReport report = model.reports
                    .get(verdict.getDesk() + verdict.getAgencyId() + verdict.getReportId());
            if (verdict.getFindings().stream().noneMatch(DeskPropertyTest::isDoubt)) {
                believed.computeIfAbsent(verdict.getIncidentId(), id -> new HashSet<>()).add(verdict.getAgencyId());
            }
            Set<String> known = believed.getOrDefault(verdict.getIncidentId(), Set.of());
            if (known.isEmpty() || known.contains(verdict.getAgencyId())) {
                counted.computeIfAbsent(verdict.getIncidentId(), id -> new HashSet<>()).add(verdict.getAgencyId());
            }
            Casualties toll = report.getCasualties();
            if (toll != null) {
                stated.computeIfAbsent(verdict.getIncidentId(), id -> new HashMap<>()).merge(verdict.getAgencyId(),
                        toll.getDead(), Math::max);
            }
        });
        for (Incident incident : city.incidents().values()) {
            boolean confirmed = city.timeline().stream()
                    .anyMatch(event -> incident.getIncidentId().equals(event.getIncidentId())
                            && event.getReason().equals("confirmed"));
            Set<String> agencies = counted.getOrDefault(incident.getIncidentId(), Set.of());
            OptionalInt highest = stated.getOrDefault(incident.getIncidentId(), Map.of()).entrySet().stream()
                    .filter(toll -> agencies.contains(toll.getKey())).mapToInt(Map.Entry::getValue).max();
            if (highest.isPresent() && !confirmed) {
                assertEquals(highest.getAsInt(), incident.getCasualties().getDead(), incident.getIncidentId());
            }
        }
    }

    private static boolean isDoubt(Finding finding) {
        return finding.getOutcome() == Outcome.UNKNOWN_AGENCY
                || finding.getOutcome() == Outcome.IMPLAUSIBLE && finding.getFields().contains("location");
    }

    /// After an answer nobody is told but of a raised grade, a reopening, a verification, an order or the all-clear.
    private static void nobodyIsPagedAfterAnAnswer(City city) {
        Map<String, IncidentState> states = new HashMap<>();
        for (TimelineEvent event : city.timeline()) {
            String id = event.getIncidentId();
            if (id == null) {
                continue;
            }
            switch (event.getKind()) {
                case ACKNOWLEDGED -> states.put(id, IncidentState.ACKNOWLEDGED);
                case CLOSED -> states.put(id, IncidentState.CLOSED);
                case ESCALATED -> {
                    boolean ordered = event.getInputTopic().equals("tocsin.commands");
                    assertTrue(ordered || states.get(id) == null || states.get(id) == IncidentState.OPEN,
                            () -> "paged after an answer: " + event);
                    states.put(id, IncidentState.OPEN);
                }
                case PAGED, REOPENED -> {
                    if (!event.getReason().contains("closed: everybody")) {
                        states.put(id, IncidentState.OPEN);
                    }
                }
                default -> {
                }
            }
        }
    }
}
