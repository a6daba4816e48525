package tocsin.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.model.Sha256;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.Notification;
import tocsin.v1.Outcome;
import tocsin.v1.Rejected;
import tocsin.v1.Verdict;
import tocsin.wire.Refusals;

/// What a replay came to: totals by verdict, finding, grade and channel, and the books.
public final class Totals {
    /// Refused reports that are told one by one; the others are counted.
    private static final int SHOWN = 20;

    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<String, Long> findings = new TreeMap<>();
    private final Map<String, Long> channels = new TreeMap<>();
    private final Map<String, String> grades = new HashMap<>();
    private final Map<String, MessageDigest> digests = new TreeMap<>();
    private final Map<String, String> pictures = new TreeMap<>();
    private final List<String> refusals = new ArrayList<>();
    private final Function<Rejected, String> rows;
    private long reportsIn;
    private long verdictCount;
    private long rejected;
    private long duplicates;
    private long notifications;

    /// Totals of reports that stand in no file.
    public Totals() {
        this(refused -> refused.getSourceTopic() + " offset " + refused.getOffset());
    }

    /// @param rows the row a refused report stands in, such as `calls.csv:2`
    public Totals(Function<Rejected, String> rows) {
        this.rows = rows;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// A report went in.
    public void reportIn() {
        reportsIn++;
    }

    /// A row was refused before it was a report: it counts as in and as rejected.
    public void refusedRow() {
        reportsIn++;
        rejected++;
    }

    /// The desk put this out.
    public void take(SpecificRecord record) {
        switch (record) {
            case Verdict verdict -> verdict(verdict);
            case Finding finding -> {
                duplicates += finding.getOutcome() == Outcome.DUPLICATE ? 1 : 0;
                count(finding);
            }
            case Incident incident -> grades.put(incident.getIncidentId(), String.valueOf(incident.getGrade()));
            case Notification notification -> {
                notifications++;
                channels.merge(String.valueOf(notification.getChannel()), 1L, Long::sum);
            }
            case Rejected refused -> refused(refused);
            default -> {
                // Timeline events and special reports are in the digest only.
            }
        }
        // Their topics keep the newest picture only, and so does this.
        if (record instanceof Incident incident) {
            pictures.put(incident.getIncidentId(), Sha256.of(CanonicalAvro.bytes(incident)));
        } else if (record instanceof SpecialReportFile file) {
            pictures.put(file.getReport().getSpecialReportId(), Sha256.of(CanonicalAvro.bytes(file)));
        } else {
            digests.computeIfAbsent(stream(record), name -> sha256()).update(CanonicalAvro.bytes(record));
        }
    }

    private void refused(Rejected refused) {
        rejected++;
        if (refusals.size() < SHOWN) {
            refusals.add(rows.apply(refused) + ": "
                    + String.join("; ", refused.getReasons().stream().map(Refusals::sentence).toList()));
        }
    }

    /// The first twenty reports the desks refused, each with its row and reasons.
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /// Whether every row became a report that the desks took.
    public boolean isWhole() {
        return rejected == 0;
    }

    private void verdict(Verdict verdict) {
        verdictCount++;
        verdicts.merge(verdict.getFindings().isEmpty() ? "on time and complete" : "with findings", 1L, Long::sum);
        verdict.getFindings().forEach(this::count);
    }

    private void count(Finding finding) {
        findings.merge(finding.getRule() + " " + finding.getOutcome(), 1L, Long::sum);
    }

    /// Whether reports in = verdicts + rejected + duplicates; in a sandbox nothing waits, and every notification is held.
    public boolean balance() {
        return reportsIn == judged();
    }

    /// Reports that have come to an end: judged, refused, or known before.
    public long judged() {
        return verdictCount + rejected + duplicates;
    }

    /// The totals as JSON.
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fill(json.putObject("verdicts"), verdicts);
        fill(json.putObject("findings"), findings);
        fill(json.putObject("incidents"), byGrade());
        fill(json.putObject("notifications"), channels);
        ObjectNode books = json.putObject("books");
        books.putObject("reports").put("in", reportsIn).put("verdicts", verdictCount).put("rejected", rejected)
                .put("duplicates", duplicates).put("waiting", 0);
        books.putObject("notifications").put("written", notifications).put("held", notifications);
        books.put("balanced", balance());
        json.put("sha256", fingerprint());
        return json;
    }

    /// What keeps its order when the desk's output is read from topics.
    private static String stream(SpecificRecord record) {
        return record instanceof Notification notification
                ? "Notification " + notification.getUrgency()
                : record.getSchema().getName();
    }

    /// SHA-256 over everything the desk put out, each kind in its order, and the last picture of each incident: the same recording gives the same.
    public String fingerprint() {
        MessageDigest all = sha256();
        try {
            for (Map.Entry<String, MessageDigest> digest : digests.entrySet()) {
                all.update(digest.getKey().getBytes(StandardCharsets.UTF_8));
                all.update(((MessageDigest) digest.getValue().clone()).digest());
            }
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 can be cloned", e);
        }
        pictures.forEach((id, picture) -> all.update((id + picture).getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(all.digest());
    }

    private Map<String, Long> byGrade() {
        Map<String, Long> byGrade = new TreeMap<>();
        grades.values().forEach(grade -> byGrade.merge(grade.equals("null") ? "not graded" : grade, 1L, Long::sum));
        byGrade.put("all", (long) grades.size());
        return byGrade;
    }

    private static void fill(ObjectNode json, Map<String, Long> counts) {
        counts.forEach(json::put);
    }

    /// The totals, a line each.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        section(lines, "Verdicts", verdicts);
        section(lines, "Findings", findings);
        section(lines, "Incidents by grade", byGrade());
        section(lines, "Notifications by channel (held: nothing leaves a sandbox)", channels);
        lines.add("Books");
        lines.add("  reports: " + reportsIn + " in = " + verdictCount + " verdicts + " + rejected + " rejected + "
                + duplicates + " duplicates + 0 waiting");
        lines.add("  notifications: " + notifications + " written = " + notifications + " held");
        lines.add(balance() ? "  They balance." : "  THEY DO NOT BALANCE.");
        lines.add("sha256 " + fingerprint());
        return lines;
    }

    private static void section(List<String> lines, String title, Map<String, Long> counts) {
        lines.add(title);
        counts.forEach((name, count) -> lines.add("  " + name + ": " + count));
    }
}
