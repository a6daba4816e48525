package tocsin.upward;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tocsin.fanout.Wording;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.Grades;
import tocsin.model.Kept;
import tocsin.model.Tolls;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.Confidence;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.SpecialReport;
import tocsin.v1.SpecialReportKind;

/// Writes the draft of an incident's next special report.
///
/// @param file the incident
/// @param pack the pack in force
/// @param directory the directory in force
/// @param now the desk's now
public record SpecialReportDraft(IncidentFile file, Pack pack, Directory directory, Instant now) {
    /// The role of those a desk reports to.
    public static final String SUPERIOR = "superior";

    /// What the person who drafts it asks for.
    ///
    /// @param by who
    /// @param asFinal whether it is to be the final report
    /// @param language its language; empty for that of the superior
    /// @param title the title instead of the one written from the facts
    /// @param text the text instead of the one written from the facts
    public record Wish(String by, boolean asFinal, Optional<String> language, Optional<String> title,
            Optional<String> text) {}

    /// The officials this desk reports to, in the order of the directory.
    public static List<Official> superiors(Directory directory, String desk) {
        return directory.officials().values().stream()
                .filter(official -> official.desk().equals(desk) && official.roles().contains(SUPERIOR)).toList();
    }

    /// The draft. A text given by hand completes the draft that waits, and so tells of what that one tells of: whatever
    /// came while somebody wrote is news to him, and is said to the one who signs.
    ///
    /// @param waiting the draft that waits, or empty
    public SpecialReport write(Wish wish, Optional<SpecialReport> waiting) {
        SpecialReport written = write(wish);
        return waiting.filter(draft -> wish.text().isPresent())
                .map(draft -> SpecialReport.newBuilder(written).setRevision(draft.getRevision())
                        .setConfidence(draft.getConfidence()).setCategory(draft.getCategory())
                        .setType(draft.getType()).setGrade(draft.getGrade()).setLocation(draft.getLocation())
                        .setCasualties(draft.getCasualties())
                        .setTitle(wish.title().orElse(draft.getTitle())).build())
                .orElse(written);
    }

    private SpecialReport write(Wish wish) {
        Incident incident = file.getIncident();
        List<Official> superiors = superiors(directory, incident.getDesk());
        String language = wish.language().or(() -> superiors.stream().findFirst().map(Official::language))
                .orElse("en");
        Chain chain = new Chain(file);
        SpecialReportKind kind = chain.kind(wish.asFinal());
        String title = wish.title().orElseGet(() -> title(chain, language));
        SpecialReport head = SpecialReport.newBuilder()
                .setSpecialReportId(incident.getIncidentId() + "-S" + chain.number())
                .setIncidentId(incident.getIncidentId()).setDesk(incident.getDesk()).setNumber(chain.number())
                .setKind(kind).setLabel(chain.label(kind).in(language)).setStatus(incident.getStatus())
                .setSuperior(superiors.stream().map(Official::id).collect(Collectors.joining(" "))).setTitle(title)
                .setText("").setLanguage(language).setRevision(incident.getRevision())
                .setConfidence(incident.getConfidence()).setCategory(incident.getCategory())
                .setType(incident.getType()).setGrade(incident.getGrade()).setOccurredAt(file.getOccurredAt())
                .setLocation(incident.getLocation()).setCasualties(incident.getCasualties())
                .setDraftedBy(wish.by()).setSignedBy("").setSignedAt(now).build();
        String text = wish.text().orElseGet(() -> new DraftText(this, chain, head).write());
        return SpecialReport.newBuilder(head).setText(cut(Wording.marked(text, incident.getStatus()), language))
                .build();
    }

    /// The text of a draft with who signed it and when.
    public static SpecialReport signed(SpecialReport draft, String by, Instant at, Pack pack, Directory directory) {
        boolean zh = draft.getLanguage().startsWith("zh");
        String line = (zh ? "签发：" : "Signed: ") + DraftText.name(by, directory) + (zh ? "，" : ", ")
                + DraftText.time(at, pack, draft.getLanguage());
        return SpecialReport.newBuilder(draft).setText(draft.getText().stripTrailing() + "\n" + line + "\n")
                .setSignedBy(by).setSignedAt(at).build();
    }

    private String title(Chain chain, String language) {
        Incident incident = file.getIncident();
        boolean zh = language.startsWith("zh");
        String place = DraftText.place(incident.getLocation(), directory, language);
        String type = DraftText.type(incident, pack, language);
        String toll = Tolls.words(incident.getCasualties(), language);
        String progress = progress(chain, zh);
        String title = zh
                ? place + Grades.words(incident.getGrade()).zh() + type + "：" + toll + "，" + progress
                : Grades.words(incident.getGrade()).en() + " " + type + ", " + place + ": " + toll + "; " + progress;
        return title.length() <= Kept.REPORT_TITLE ? title : title.substring(0, Kept.REPORT_TITLE - 1) + "…";
    }

    private String progress(Chain chain, boolean zh) {
        if (file.getIncident().getConfidence() == Confidence.REFUTED) {
            return zh ? "经核实不属实" : "refuted";
        }
        if (file.getIncident().getState() == IncidentState.CLOSED) {
            return zh ? "已结束" : "closed";
        }
        return chain.hasEnded() ? zh ? "报告单位称处置已结束" : "agencies say that handling has ended"
                : zh ? "尚未结束" : "not over yet";
    }

    private static String cut(String text, String language) {
        String mark = language.startsWith("zh") ? "\n（以下从略）\n" : "\n(the rest is left out)\n";
        return text.length() <= Kept.REPORT_TEXT ? text : text.substring(0, Kept.REPORT_TEXT - mark.length()) + mark;
    }
}
