package tocsin.ruletest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tocsin.fanout.DeskSignature;
import tocsin.fanout.MessageLint;
import tocsin.rules.AnswerWords;
import tocsin.rules.Applies;
import tocsin.rules.Audience;
import tocsin.rules.EscalationPolicy;
import tocsin.rules.Pack;
import tocsin.rules.ReportRule;
import tocsin.rules.Scale;
import tocsin.rules.SmsParts;
import tocsin.rules.Template;
import tocsin.rules.TimelinessRule;
import tocsin.rules.condition.Condition;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.NotifyReason;
import tocsin.v1.ReportKind;

/// What is valid in a pack and wrong all the same.
public final class Lint {
    private static final int PARTS = 2;
    private static final Pattern COMMAND = Pattern.compile("\\./tocsin\\b|\\btocsin (ack|approve|reject|close)\\b");

    private final Pack pack;
    private final Directory directory;
    private final List<Remark> remarks = new ArrayList<>();

    private Lint(Pack pack, Directory directory) {
        this.pack = pack;
        this.directory = directory;
    }

    /// Why something is remarked.
    public enum Reason {
        /// A rule that no report can ever meet.
        NEVER_FIRES,
        /// A row that a graver row always takes first.
        SHADOWED,
        /// A report that is due before the one it follows.
        CONTRADICTING_DEADLINES,
        /// A policy, or a level of it, that comes to nobody.
        ENDS_WITH_NOBODY,
        /// A message that takes more than two parts.
        TOO_MANY_PARTS,
        /// A message that lacks one of the five contents.
        INCOMPLETE_MESSAGE,
        /// Officials with one number: an answer cannot tell who of them gave it.
        SHARED_NUMBER,
        /// A desk without a call-back number, or a message that does not name it.
        NO_CALL_BACK,
        /// A message that tells a person to run a command.
        COMMAND_LINE
    }

    /// One remark.
    ///
    /// @param subject the rule, row, policy or template
    public record Remark(Reason reason, String subject, String sentence) {
        @Override
        public String toString() {
            return reason + " " + subject + ": " + sentence;
        }
    }

    /// Everything to remark about this pack.
    public static List<Remark> of(Pack pack, Directory directory) {
        Lint lint = new Lint(pack, directory);
        lint.rulesThatNeverFire();
        pack.grading().scales().forEach(lint::shadowedRows);
        lint.contradictingDeadlines();
        pack.policies().values().forEach(lint::policy);
        lint.templates();
        lint.answers();
        SharedTelephones.sentences(directory)
                .forEach(sentence -> lint.remark(Reason.SHARED_NUMBER, "directory/officials.yaml", sentence));
        lint.callBack();
        return List.copyOf(lint.remarks);
    }

    private void remark(Reason reason, String subject, String sentence) {
        remarks.add(new Remark(reason, subject, sentence));
    }

    private void rulesThatNeverFire() {
        pack.timeliness().rules().stream().filter(rule -> rule.applies().never())
                .forEach(rule -> never(rule.provenance().id()));
        pack.accuracy().rules().all().stream().filter(rule -> rule.applies().never())
                .forEach(rule -> never(rule.provenance().id()));
        pack.timeliness().rules()
                .forEach(rule -> rule.when().ifPresent(when -> constant(rule.provenance().id(), when)));
        for (ReportRule rule : pack.accuracy().rules().all()) {
            constant(rule.provenance().id(), rule.when());
        }
    }

    private void never(String id) {
        remark(Reason.NEVER_FIRES, id,
                "its kinds, categories, types and condition exclude each other; mend or remove it");
    }

    private void constant(String id, Condition when) {
        if (when.inputs().isEmpty()) {
            remark(Reason.NEVER_FIRES, id, "its condition reads no field and is always the same: " + when.text());
        }
    }

    /// A row can decide only where it reaches further than every graver row in at least one figure.
    private void shadowedRows(Scale scale) {
        Map<String, java.math.BigDecimal> least = new HashMap<>();
        Set<String> conditions = new TreeSet<>();
        for (Scale.Row row : scale.rows()) {
            Map<String, java.math.BigDecimal> own = new HashMap<>();
            row.people().forEach((figure, count) -> own.put(figure.key(), java.math.BigDecimal.valueOf(count)));
            row.facts().forEach((key, value) -> own.put("facts." + key, value));
            if (row.lossCny() != null) {
                own.put("loss-cny", row.lossCny());
            }
            boolean byFigure = own.entrySet().stream().anyMatch(figure -> least.get(figure.getKey()) == null
                    || figure.getValue().compareTo(least.get(figure.getKey())) < 0);
            boolean byCondition = row.when().stream().anyMatch(when -> !conditions.contains(when.text()));
            if (!byFigure && !byCondition) {
                remark(Reason.SHADOWED, scale.provenance().id() + " " + row.grade(),
                        "every figure that reaches this row reaches a graver one first; lower its limits or remove it");
            }
            own.forEach((figure, value) -> least.merge(figure, value, java.math.BigDecimal::min));
            row.when().forEach(when -> conditions.add(when.text()));
        }
    }

    private void contradictingDeadlines() {
        for (TimelinessRule flash : pack.timeliness().rules()) {
            for (TimelinessRule written : pack.timeliness().rules()) {
                boolean contradict = flash.clock() == written.clock() && judges(flash, ReportKind.FLASH)
                        && (!judges(flash, ReportKind.FIRST) || !flash.notAfter().isEmpty())
                        && judges(written, ReportKind.FIRST) && !judges(written, ReportKind.FLASH)
                        && flash.limit().isPresent() && written.limit().isPresent()
                        && written.limit().get().compareTo(flash.limit().get()) < 0;
                if (contradict) {
                    remark(Reason.CONTRADICTING_DEADLINES, written.provenance().id(),
                            "asks for the written report within " + written.limit().get() + ", before "
                                    + flash.provenance().id() + " asks for the flash report (" + flash.limit().get()
                                    + ")");
                }
            }
        }
        pack.timeliness().rules().stream().filter(rule -> rule.limit().filter(Duration::isZero).isPresent())
                .forEach(rule -> remark(Reason.CONTRADICTING_DEADLINES, rule.provenance().id(),
                        "its limit is nothing: every report would be late"));
    }

    private static boolean judges(TimelinessRule rule, ReportKind kind) {
        return rule.applies().values(Applies.Axis.KIND).filter(kinds -> kinds.contains(kind.name())).isPresent();
    }

    private void policy(EscalationPolicy policy) {
        for (String desk : directory.desks()) {
            List<Integer> empty = new ArrayList<>();
            for (int level = 0; level < policy.levels().size(); level++) {
                boolean reached = policy.levels().get(level).stream()
                        .flatMap(audience -> people(audience, desk).stream())
                        .anyMatch(official -> policy.channels().stream()
                                .anyMatch(channel -> official.address(channel).isPresent()));
                if (!reached) {
                    empty.add(level + 1);
                }
            }
            if (empty.size() == policy.levels().size()) {
                remark(Reason.ENDS_WITH_NOBODY, policy.name() + " at " + desk,
                        "no level reaches anybody there by " + policy.channels()
                                + "; put people on its rosters or roles");
            } else if (policy.awaitsAcknowledgement() && empty.contains(policy.levels().size())) {
                remark(Reason.ENDS_WITH_NOBODY, policy.name() + " at " + desk,
                        "its last level reaches nobody there: unanswered, it ends in silence");
            }
        }
    }

    private List<Official> people(String audience, String desk) {
        return switch (pack.audiences().get(audience)) {
            case null -> List.of();
            case Audience.OnDuty(String roster) -> directory.rosters().entries().stream()
                    .filter(entry -> entry.name().equals(roster) && entry.desk().equals(desk))
                    .flatMap(entry -> entry.people().stream()).flatMap(List::stream).distinct()
                    .map(directory.officials()::get).toList();
            case Audience.Role(String role) -> directory.officials().values().stream()
                    .filter(official -> official.desk().equals(desk) && official.roles().contains(role)).toList();
        };
    }

    /// The desks of this directory that nobody can call back, as sentences.
    public static List<String> withoutPhone(Directory directory) {
        return directory.desks().stream().filter(desk -> directory.phone(desk).isEmpty())
                .map(desk -> "desk " + desk + " has no call-back number, which every page names; give it a phone in"
                        + " directory/desks.yaml")
                .toList();
    }

    private void callBack() {
        withoutPhone(directory).forEach(sentence -> remark(Reason.NO_CALL_BACK, "directory/desks.yaml", sentence));
        pack.templates().forEach((name, template) -> {
            // The text of a special report, which is all of its mail, names the number itself.
            boolean inMail = name.startsWith(NotifyReason.SPECIAL_REPORT + ".")
                    || Template.places(template.email()).contains("phone");
            if (!inMail || !Template.places(template.sms()).contains("phone")) {
                remark(Reason.NO_CALL_BACK, name,
                        "does not name whom to call; put {phone} into its sms and its email");
            }
            if (COMMAND.matcher(template.sms() + "\n" + template.email()).find()) {
                remark(Reason.COMMAND_LINE, name,
                        "tells its reader to run a command; say how to answer, and {phone}, in its stead");
            }
        });
    }

    private void templates() {
        for (String language : List.of("zh", "en")) {
            Map<String, String> words = words(language);
            lint(Pack.RUMOUR, NotifyReason.VERIFY, language, words);
            for (NotifyReason reason : NotifyReason.values()) {
                lint(reason.name(), reason, language, words);
            }
        }
    }

    /// An answer lists as much as fits; with the gravest alone it must.
    private void answers() {
        for (String language : List.of("zh", "en")) {
            Map<String, String> words = words(language);
            words.put("count", "20");
            words.put("open", "0001" + words.get("grade") + " " + words.get("type")
                    + (language.equals("zh") ? "；另有19件" : "; 19 more"));
            words.put("waiting", Template.fill(pack.answer(AnswerWords.WAITING, language), words));
            for (AnswerWords kind : AnswerWords.values()) {
                SmsParts parts = SmsParts.of(Template.fill(pack.answer(kind, language), words) + " #7K2QX");
                if (parts.parts() > PARTS) {
                    remark(Reason.TOO_MANY_PARTS, "ANSWER." + kind + "." + language, "takes " + parts.parts()
                            + " parts in " + parts.encoding() + " with one incident listed; shorten it to two");
                }
            }
        }
    }

    private void lint(String name, NotifyReason reason, String language, Map<String, String> words) {
        pack.template(name, language).ifPresent(template -> {
            String sms = Template.fill(template.sms(), words) + " #7K2QX";
            String subject = name + "." + language;
            SmsParts parts = SmsParts.of(sms);
            if (parts.parts() > PARTS) {
                remark(Reason.TOO_MANY_PARTS, subject, "takes " + parts.parts() + " parts in "
                        + parts.encoding() + " with ordinary words; shorten it to two");
            }
            pack.accuracy().message().ifPresent(rule -> {
                List<String> lacks = new ArrayList<>(
                        MessageLint.lacks(Template.fill(template.sms(), words), words, language, reason, true,
                                rule));
                MessageLint.lacks(Template.fill(template.email(), words), words, language, reason, false, rule)
                        .stream()
                        .filter(lack -> !lacks.contains(lack)).forEach(lacks::add);
                if (!lacks.isEmpty()) {
                    remark(Reason.INCOMPLETE_MESSAGE, subject, "lacks " + lacks
                            + "; the least words would be sent instead of it");
                }
            });
        });
    }

    /// Ordinary words, the longest type among them.
    private Map<String, String> words(String language) {
        boolean zh = language.equals("zh");
        DeskSignature signature = DeskSignature.of(directory.defaultDesk(), pack, directory);
        Map<String, String> words = new HashMap<>(Map.of("drill", "", "issuer", signature.issuer().in(language),
                "grade",
                zh ? "特别重大" : "grade III", "type",
                pack.types().values().stream().map(type -> type.words().in(language))
                        .max(Comparator.comparingInt(String::length)).orElse(""),
                "place", zh ? "李沧区滨海化工园三号库" : "Binhai Chemical Park, Store 3", "time",
                zh ? "12月24日03:30" : "24 Dec 03:30", "toll",
                zh ? "10人死亡、2人失踪、9人重伤" : "10 dead, 2 missing, 9 seriously injured", "reading",
                zh ? "rain_mm 56.0 mm（达橙色阈值）" : "rain_mm 56.0 mm (orange threshold)", "limit", zh ? "5分钟" : "5 min"));
        words.put("change", zh ? "死亡3→1人、等级较大→一般（青岛市消防救援支队更正）"
                : "3 to 1 dead, grade III to grade IV, corrected by Qingdao Fire and Rescue");
        words.put("posts", "43");
        words.put("since", zh ? "15分钟内" : "in 15 min");
        words.put("reported", zh ? "尚无单位报告" : "no agency has reported");
        words.put("phone", signature.callBack(language));
        words.put("recipient", zh ? "赵带班" : "Alex Brown");
        words.put("official", zh ? "青岛市气象台12月24日01:10发布暴雨橙色预警信号，有效至12月24日07:10"
                : "Rainstorm warning, orange, issued by Qingdao Meteorological Observatory 24 Dec 01:10, in force until 24 Dec 07:10");
        words.put("issued", zh ? "12月24日03:35" : "24 Dec 03:35");
        words.put("incident", directory.defaultDesk() + "-20261224-0001");
        return words;
    }
}
