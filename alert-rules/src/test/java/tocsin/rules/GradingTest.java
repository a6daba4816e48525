package tocsin.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.v1.Casualties;
import tocsin.v1.Category;

/// Every limit of the national scales, one unit below, at and above, as the law has it and not as the pack writes it.
class GradingTest {
    private static final Grading GRADING = PackReader.read(
            PackFiles.read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao"))).grading();
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    /// A figure such as `dead=3` or `facts.ill=100`, several joined by `+`.
    private static Toll toll(String figures) {
        Casualties.Builder people = Casualties.newBuilder();
        BigDecimal loss = null;
        Map<String, BigDecimal> facts = new HashMap<>();
        for (String figure : figures.split("\\+")) {
            String name = figure.substring(0, figure.indexOf('=')).strip();
            BigDecimal value = new BigDecimal(figure.substring(figure.indexOf('=') + 1).strip());
            switch (name) {
                case "dead" -> people.setDead(value.intValueExact());
                case "missing" -> people.setMissing(value.intValueExact());
                case "serious" -> people.setSeriouslyInjured(value.intValueExact());
                case "atRisk" -> people.setAtRisk(value.intValueExact());
                case "evacuated" -> people.setEvacuated(value.intValueExact());
                case "loss" -> loss = value;
                default -> facts.put(name, value);
            }
        }
        return new Toll(people.build(), loss, facts);
    }

    private static String grade(String type, String figures, Instant at) {
        Category category = type.startsWith("11")
                ? Category.NATURAL_DISASTER
                : List.of("food", "occupational-poisoning", "medical").contains(type)
                        ? Category.PUBLIC_HEALTH
                        : Category.ACCIDENT;
        return GRADING.grade(toll(figures), category, type, at).map(graded -> graded.grade().name()).orElse("-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # domain 3.1, order 493
            fire | dead | 0:IV 2:IV 3:III 4:III 9:III 10:II 11:II 29:II 30:I 31:I
            fire | missing | 2:IV 3:III 9:III 10:II 29:II 30:I
            fire | serious | 9:IV 10:III 11:III 49:III 50:II 51:II 99:II 100:I 101:I
            fire | loss | 9999999.99:IV 10000000:III 10000000.01:III 49999999.99:III 50000000:II 50000000.01:II 99999999.99:II 100000000:I 100000000.01:I
            # 3.2 railway
            railway | passenger_cars_derailed | 1:- 2:III 3:III 17:III 18:II 19:II
            railway | freight_cars_derailed | 5:- 6:III 7:III 59:III 60:II 61:II
            railway | busy_line_cut_h | 5.99:- 6:III 6.01:III
            railway | other_line_cut_h | 9.99:- 10:III 10.01:III
            railway | passenger_cars_derailed=2+busy_line_cut_h | 23.99:III 24:II 24.01:II
            railway | freight_cars_derailed=6+other_line_cut_h | 47.99:III 48:II 48.01:II
            railway | passenger_cars_derailed=18+busy_line_cut_h | 47.99:II 48:I 48.01:I
            railway | freight_cars_derailed=60+busy_line_cut_h | 47.99:II 48:I 48.01:I
            railway | dead | 2:IV 3:III 10:II 30:I
            # special equipment
            special-equipment | evacuated | 499:- 500:IV 501:IV 9999:IV 10000:III 10001:III 49999:III 50000:II 50001:II 99999:II 100000:I 150000:I
            special-equipment | loss | 9999.99:IV 10000:IV 10000000:III
            special-equipment | lift_trapped_h | 1.99:- 2:IV 2.01:IV
            special-equipment | ropeway_stranded_h | 3.49:- 3.5:IV 3.51:IV
            special-equipment | ride_stranded_h | 0.99:- 1:IV 1.01:IV
            special-equipment | stranded_h | 11.99:- 12:III 12.01:III
            special-equipment | stranded=100+stranded_h | 11.99:- 12:III 23.99:III 24:II 24.01:II 47.99:II 48:I 48.01:I
            special-equipment | stranded=99+stranded_h | 24:III 48:III
            special-equipment | boiler_exploded_mw | 599:- 600:I 601:I
            special-equipment | boiler_mw=600+boiler_out_h | 239.99:- 240:II 240.01:II
            special-equipment | crane_overturned | 0:- 1:III
            special-equipment | vessel_exploded | 0:- 1:III
            # forest fire
            11G01 | burnt_ha | 0:IV 0.99:IV 1:III 1.01:III 99.99:III 100:II 100.01:II 999.99:II 1000:I 1000.01:I
            11G01 | dead | 0:IV 1:IV 2:IV 3:III 9:III 10:II 29:II 30:I
            11G01 | serious | 1:IV 9:IV 10:III 49:III 50:II 99:II 100:I
            11G01 | burning_h | 72:- 72.01:II
            11G01 | fire_distance_km | 0.99:I 1:- 1.01:-
            # geological disaster
            11D01 | dead | 2:IV 3:III 9:III 10:II 29:II 30:I
            11D02 | loss | 999999.99:IV 1000000:III 1000000.01:III 4999999.99:III 5000000:II 5000000.01:II 9999999.99:II 10000000:I 10000000.01:I
            # radiation
            radiation | acute_deaths | 0:- 1:II 2:II 3:I 4:I
            radiation | radiation_sick | 0:- 1:III 9:III 10:II 11:II
            radiation | source_class | 2:II 3:III 4:IV 5:IV 6:-
            radiation | wide_contamination=1+source_class | 1:I 2:I 3:III
            radiation | over_limit | 0:- 1:IV
            # environment, plan of 2014
            pollution | poisoned | 9:IV 10:III 11:III 49:III 50:II 51:II 99:II 100:I 101:I
            pollution | evacuated | 4999:IV 5000:III 5001:III 9999:III 10000:II 10001:II 49999:II 50000:I 50001:I
            pollution | loss | 4999999.99:IV 5000000:III 19999999.99:III 20000000:II 20000000.01:II 99999999.99:II 100000000:I
            pollution | water_cut_level | 0:- 1:III 2:II 3:I
            # earthquake, plan of 2012: its own deaths, and the initial judgement by magnitude
            11C02 | dead | 9:IV 10:III 11:III 49:III 50:II 51:II 299:II 300:I 301:I
            11C02 | missing | 9:IV 10:III 50:II 300:I
            11C02 | magnitude | 3.9:- 4.0:IV 4.9:IV 5.0:III 5.9:III 6.0:II 6.9:II 7.0:I 7.1:I
            11C02 | dense=1+magnitude | 3.9:- 4.0:III 4.9:III 5.0:II 5.9:II 6.0:I 6.1:I
            11C02 | gdp_loss_pct | 0.99:- 1:I 1.01:I
            # food safety
            food | ill | 0:IV 99:IV 100:III 101:III
            food | dead=1+ill | 99:III 100:II 101:II
            food | dead | 1:III 9:III 10:II 29:II 30:I
            food | cities | 1:- 2:II
            food | counties | 1:- 2:III
            food | provinces | 1:- 2:I
            # occupational poisoning
            occupational-poisoning | poisoned | 9:IV 10:III 11:III 49:III 50:II 51:II
            occupational-poisoning | dead | 1:III 4:III 5:II 6:II 30:I
            # 3.3, the standard of what must be reported
            hazmat | atRisk | 29:- 30:I 31:I
            hazmat | evacuated | 99999:- 100000:I 100001:I
            hazmat | poisoned | 99:- 100:I 101:I
            traffic | expressway_cut_h | 47.99:- 48:I
            traffic | ship_tonnes | 9999:- 10000:I
            traffic | yangtze_cut_h | 23.99:- 24:I
            fire | grid_load_lost_pct | 29.99:- 30:I
            fire | households_cut=50000+households_cut_h | 47.99:- 48:I
            fire | households_cut=49999+households_cut_h | 48:-
            11A01 | main_line_cut_h | 23.99:- 24:II 47.99:II 48:I
            11A01 | key_reservoir_failed | 0:- 1:I
            11A01 | reservoir_failed | 0:- 1:II
            11B03 | dead | 9:III 10:II 29:II 30:I
            11B03 | loss | 9999999.99:IV 10000000:II 49999999.99:II 50000000:I
            """)
    void aLimitHoldsFromItsNumberOn(String type, String figure, String grades) {
        for (String expected : grades.split(" ")) {
            // Given
            String figures = figure + "=" + expected.substring(0, expected.indexOf(':'));

            // When
            String grade = grade(type, figures, NOW);

            // Then
            assertEquals(expected.substring(expected.indexOf(':') + 1), grade, type + " " + figures);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pollution | dead=3       | 2014-12-28T10:00:00+08:00 | II
            pollution | dead=3       | 2014-12-29T10:00:00+08:00 | III
            pollution | dead=10      | 2014-12-28T23:59:59+08:00 | I
            pollution | dead=10      | 2014-12-29T00:00:00+08:00 | II
            pollution | dead=10      | 2011-04-30T23:59:59+08:00 | II
            """)
    void theEditionInForceWhenItHappenedDecides(String type, String figures, String at, String grade) {
        assertEquals(grade, grade(type, figures, java.time.OffsetDateTime.parse(at).toInstant()));
    }

    @Test
    void theHigherOfTwoScalesWins() {
        // Given: twelve dead come to II by order 493, a burnt area of 1,000 ha to I by the forest fire regulation
        Toll toll = toll("dead=12+burnt_ha=1000");

        // When
        Scale.Graded graded = GRADING.grade(toll, Category.NATURAL_DISASTER, "11G01", NOW).orElseThrow();

        // Then
        assertEquals("I by G-FOREST: burnt_ha 1000, from 1000",
                graded.grade() + " by " + graded.scale().id() + ": " + graded.reason().en());
    }

    @Test
    void whatIsNotKnownIsNotGraded() {
        assertEquals(Optional.empty(), GRADING.grade(new Toll(null, null, Map.of()), Category.ACCIDENT, "fire", NOW));
        assertEquals(Optional.empty(), GRADING.grade(new Toll(Casualties.newBuilder().build(), null, Map.of()),
                Category.ACCIDENT, "fire", NOW));
    }

    @Test
    void socialSecurityEventsHaveNoStatutoryGrade() {
        assertEquals(Optional.empty(), GRADING.grade(toll("dead=30"), Category.SOCIAL_SECURITY, "mass-incident", NOW));
    }

    @Test
    void theFigureThatDecidedIsNamed() {
        assertEquals("12 dead or missing, from 10",
                GRADING.grade(toll("dead=10+missing=2"), Category.ACCIDENT, "fire", NOW).orElseThrow().reason().en());
    }
}
