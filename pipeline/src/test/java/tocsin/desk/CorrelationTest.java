package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.directory.AreaShapes;
import tocsin.v1.Casualties;
import tocsin.v1.Category;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// Evidence of one event is one incident, and the timeline says why.
class CorrelationTest {
    private static final double METRES_A_DEGREE = 111_195;

    private final City city = new City();

    private IncidentReport.Builder fire(String id, double northMetres, String agency) {
        return Reports.fire(id, city.now()).setAgencyId(agency).setLocation(
                new Location("370213", "李沧区某仓库", 36.19 + northMetres / METRES_A_DEGREE, 120.39, null));
    }

    private int incidents() {
        return city.incidents().size();
    }

    private String last(TimelineKind kind) {
        return city.timeline().stream().filter(event -> event.getKind() == kind).reduce((a, b) -> b)
                .map(TimelineEvent::getReason).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1990, 0, 1", "2010, 0, 2", "0, 60, 1", "0, 61, 2", "1990, 59, 1"})
    void sameWordsJoinUpToTheReachAndNotBeyond(double metres, int minutes, int expected) {
        // Given
        city.report(fire("r1", 0, "qingdao-fire"));

        // When
        city.report(fire("r2", metres, "licang-fire").setOccurredAt(city.now().minusSeconds(600)
                .plus(Duration.ofMinutes(minutes))));

        // Then
        assertEquals(expected, incidents());
    }

    @Test
    void otherWordsMustBeNearerThanTheSame() {
        // Given
        city.report(fire("r1", 0, "qingdao-fire"));

        // When
        city.report(fire("r2", 1_900, "licang-fire").setTitle("某酒店厨房冒烟").setLocation(
                new Location("370213", "京口路", 36.19 + 1_900 / METRES_A_DEGREE, 120.39, null))
                .setOccurredAt(city.now().plus(Duration.ofMinutes(40))));
        city.report(fire("r3", 100, "licang-fire").setTitle("仓储物流园着火"));

        // Then
        assertEquals(2, incidents());
        assertTrue(city.timeline().stream().filter(event -> event.getKind() == TimelineKind.OPENED)
                .reduce((a, b) -> b).orElseThrow().getReason()
                .contains("is not like enough: 1900 m and 50 min apart; score 0."),
                last(TimelineKind.OPENED));
        assertTrue(last(TimelineKind.JOINED).contains("words 0."), last(TimelineKind.JOINED));
    }

    @Test
    void whatAPlaceIsUncertainByDoesNotCount() {
        // Given
        city.report(fire("r1", 0, "qingdao-fire"));

        // When: six kilometres off, known to five
        city.report(fire("r2", 6_000, "licang-fire").setLocation(new Location("370213", "李沧区某仓库",
                36.19 + 6_000 / METRES_A_DEGREE, 120.39, 5_000.0)));

        // Then
        assertEquals(1, incidents());
    }

    @Test
    void kindsByWhichPeopleTellOfOneEventJoin() {
        // Given
        city.report(fire("r1", 0, "qingdao-fire"));

        // When
        city.report(fire("r2", 50, "licang-fire").setType("explosion"));
        city.report(fire("r3", 50, "qingdao-health").setType("traffic"));

        // Then
        assertEquals(2, incidents());
        assertTrue(last(TimelineKind.JOINED).contains("kind 0.70"), last(TimelineKind.JOINED));
    }

    @Test
    void anotherCaseNumberOfTheSameAgencyIsAnotherEvent() {
        // When
        city.report(fire("r1", 0, "qingdao-fire").setIncidentRef("A"));
        city.report(fire("r2", 0, "qingdao-fire").setIncidentRef("B"));
        city.report(fire("r3", 0, "qingdao-fire").setIncidentRef("A"));

        // Then
        assertEquals(2, incidents());
    }

    @Test
    void whatIsRealNeverJoinsWhatIsNot() {
        // When
        city.report(fire("r1", 0, "qingdao-fire"));
        city.report(fire("r2", 0, "licang-fire").setStatus(Status.EXERCISE));

        // Then
        assertEquals(2, incidents());
    }

    @Test
    void whatSpreadsJoinsWhereverItIsNearSomeOfIt() {
        // Given: a chain of reports, each eight kilometres from the one before
        for (int i = 0; i < 4; i++) {
            city.report(fire("flood-" + i, i * 8_000, "agency-" + i).setCategory(Category.NATURAL_DISASTER)
                    .setType("11A02").setTitle("道路积水").setOccurredAt(city.now()));
        }
        for (int i = 0; i < 4; i++) {
            city.report(fire("fire-" + i, i * 1_900, "agency-" + i));
        }

        // Then
        assertEquals(1, city.incidents().values().stream().filter(one -> "11A02".equals(one.getType())).count());
        assertTrue(city.incidents().values().stream().filter(one -> "fire".equals(one.getType())).count() > 1,
                "fires do not spread that way");
    }

    @Test
    void aStormOfReportsIsOneIncidentWithFewPicturesAndFewerPages() {
        // Given
        int reports = 2_000;

        // When
        for (int i = 0; i < reports; i++) {
            city.report(fire("r" + i, i % 900, "agency-" + i % 40).setCategory(Category.NATURAL_DISASTER)
                    .setType("11A02").setTitle("积水被淹").setOccurredAt(city.now())
                    .setCasualties(new Casualties(0, null, null, i, null, null, null)));
            city.after(Duration.ofMillis(500));
        }
        city.after(Duration.ofMinutes(1));

        // Then
        assertEquals(1, incidents());
        assertEquals(reports, city.verdicts().size());
        assertTrue(city.pictures() < 250, () -> "pictures: " + city.pictures());
        assertTrue(city.notifications().size() < 20, () -> "told: " + city.notifications().size());
        assertEquals(reports - 1, city.incidents().values().iterator().next().getCasualties().getLightlyInjured(),
                "the last picture says all");
    }

    @Test
    void whatAnEventBringsForthNamesItsCause() {
        // Given
        city.report(fire("rain", 0, "qingdao-weather").setCategory(Category.NATURAL_DISASTER).setType("11B03")
                .setTitle("暴雨").setOccurredAt(city.now()));
        city.after(Duration.ofHours(3));

        // When
        city.report(fire("slide", 9_000, "qingdao-land").setCategory(Category.NATURAL_DISASTER).setType("11D01")
                .setTitle("山体滑坡").setOccurredAt(city.now()));

        // Then
        Incident slide = city.incidents().values().stream().filter(one -> "11D01".equals(one.getType())).findFirst()
                .orElseThrow();
        Incident rain = city.incidents().values().stream().filter(one -> "11B03".equals(one.getType())).findFirst()
                .orElseThrow();
        assertEquals(List.of(rain.getIncidentId()), slide.getCausedBy());
        assertTrue(last(TimelineKind.LINKED).contains("9000 m away, 180 min after"), last(TimelineKind.LINKED));
    }

    @Test
    void aNeighbourIsToldOnceOfWhatTouchesItsBorder() {
        // Given: on the line between Jiaozhou and Huangdao, which has a desk of its own
        AreaShapes shapes = city.packs().activeDirectory().shapes();
        double latitude = IntStream.range(0, 6_000).mapToDouble(step -> 36.5 - step * 1e-4)
                .filter(at -> shapes.contains("370211", at, 119.9, 900)).findFirst().orElseThrow();
        Location border = new Location("370281", "胶州某厂", latitude, 119.9, null);

        // When
        for (String id : List.of("r1", "r2")) {
            city.report(Reports.fire(id, city.now()).setIncidentRef("case").setCasualties(Reports.tollOf(Grade.III))
                    .setLocation(border));
        }

        // Then
        List<Notification> neighbour = city.notifications().stream()
                .filter(one -> city.packs().activeDirectory().officials().get(one.getRecipient()).desk()
                        .equals("370211"))
                .toList();
        assertEquals(1, city.timeline().stream().filter(one -> one.getKind() == TimelineKind.NEIGHBOUR_TOLD).count());
        assertTrue(!neighbour.isEmpty(), "somebody on duty there is told");
        assertTrue(neighbour.getFirst().getBody().contains("370200"), neighbour.getFirst().getBody());
    }

    @Test
    void aClosedIncidentIsNotFoundByPlaceAnyMore() {
        // Given
        String closed = city.report(fire("r1", 0, "qingdao-fire")).getIncidentId();
        city.command("duty-brown", tocsin.v1.Action.CLOSE, closed);

        // When
        String next = city.report(fire("r2", 0, "licang-fire")).getIncidentId();

        // Then
        assertNotEquals(closed, next);
    }

    @Test
    void timesOfBeingToldCountWhereNobodySaysWhenItHappened() {
        // Given
        Instant told = city.now().minus(Duration.ofMinutes(50));
        city.report(fire("r1", 0, "qingdao-fire").setOccurredAt(null).setReceivedAt(told).setLearnedAt(null));
        city.after(Duration.ofMinutes(50));

        // When
        city.report(fire("r2", 0, "licang-fire").setKind(ReportKind.FIRST).setOccurredAt(null)
                .setReceivedAt(told.plusSeconds(60)).setLearnedAt(null));

        // Then
        assertEquals(1, incidents());
        assertTrue(last(TimelineKind.JOINED).startsWith("joined ") && last(TimelineKind.JOINED).contains("and 1 min"),
                last(TimelineKind.JOINED));
    }
}
