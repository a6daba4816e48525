package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.InboxRecord;
import tocsin.rules.PackFiles;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;

/// A city in which something is awaited: what is told of it, by the desk's clock alone.
abstract class AwaitingCity {
    /// A quarter of an hour before the first time of day of follow-ups.
    static final Instant MORNING = Instant.parse("2026-03-01T23:45:00Z");
    static final Instant EIGHT = Instant.parse("2026-03-02T00:00:00Z");
    static final Instant FIVE = Instant.parse("2026-03-02T09:00:00Z");
    static final Duration DAY = Duration.ofDays(1);

    final City city = new City();

    @AfterEach
    void everyFindingIsASentence() {
        FindingWords.areSound(city);
    }

    /// What was told by a rule beside verdicts: who, what, when.
    List<String> told(String rule) {
        return city.findings().stream().filter(finding -> finding.getRule().equals(rule))
                .map(finding -> finding.getAgencyId() + " " + finding.getOutcome() + " " + finding.getAt()).toList();
    }

    List<String> missing(String rule) {
        return told(rule).stream().filter(told -> told.contains(" MISSING ") || told.contains(" POSSIBLY_MISSED "))
                .toList();
    }

    static String line(String agency, Outcome outcome, Instant at) {
        return agency + " " + outcome + " " + at;
    }

    static String missed(Instant slot) {
        return line("qingdao-fire", Outcome.MISSING, slot.plusMillis(1));
    }

    IncidentReport.Builder fire(String id, Grade grade) {
        return Reports.fire(id, city.now()).setCasualties(Reports.tollOf(grade));
    }

    String flash(Grade grade) {
        return city.report(fire("r1", grade)).getIncidentId();
    }

    IncidentReport.Builder more(String id, ReportKind kind, String incident, Grade grade) {
        return fire(id, grade).setKind(kind).setIncidentRef(incident).setSequence(city.verdicts().size());
    }

    void until(Instant instant) {
        city.after(Duration.between(city.now(), instant));
    }

    void end(String incident, String end) {
        if (end.equals("CLOSE")) {
            city.command("leader-zhao", "APPROVER", Action.CLOSE, incident, "http", Map.of());
        } else {
            city.report(more("ended", ReportKind.FOLLOW_UP, incident, Grade.III).setHandlingEnded(true));
        }
    }

    static IncidentReport.Builder daily(String id, String agency, Instant now) {
        return Reports.fire(id, now).setAgencyId(agency).setKind(ReportKind.DAILY).setCategory(null).setType(null)
                .setLocation(null).setCasualties(null);
    }

    void deskIsActivated() {
        Activated activated = city.packs().activate(FixedPacks.qingdao());
        city.append(new InboxRecord("370200", null, activated));
    }

    TreeSet<String> agenciesOfTheDesk() {
        var directory = city.packs().activeDirectory();
        return new TreeSet<>(directory.agencies().values().stream()
                .filter(agency -> directory.deskFor(agency.area()).equals("370200")).map(agency -> agency.id())
                .toList());
    }

    TreeSet<String> withoutDaily() {
        return new TreeSet<>(city.findings().stream().filter(finding -> finding.getRule().equals("T10"))
                .map(finding -> finding.getAgencyId()).toList());
    }

    static PackFiles without(String path, String... rules) {
        PackFiles files = FixedPacks.qingdao();
        String text = files.files().get(path);
        for (String rule : rules) {
            text = text.replaceAll("(?s)  - id: " + rule + "\\n.*?(?=\\n  - id:|\\n\\w|\\z)", "").replaceAll("\\n\\n+",
                    "\n");
        }
        return files.with(path, text);
    }

    /// The sample pack as if it asked for no written reports: it no longer knows the rule.
    static PackFiles otherPack() {
        PackFiles files = FixedPacks.qingdao();
        String path = files.files().keySet().stream()
                .filter(name -> files.files().get(name).contains("- id: T2")).findFirst().orElseThrow();
        return without(path, "T2");
    }
}
