package tocsin.rules;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.rules.condition.ReportConditions;
import tocsin.v1.Grade;

/// A pack of rules: what one city's law and plans say, immutable and named by its hash.
///
/// @param name the pack's name
/// @param hash SHA-256 of its files
/// @param zone the local time of its desks
/// @param issuer who speaks in its messages
/// @param types the types of event it knows, by code
/// @param timeliness its limits of time
/// @param accuracy its checks of content
/// @param grading its scales of grades
/// @param policies its escalation policies, by name
/// @param policyByGrade the policy of each grade
/// @param ungradedPolicy the policy of what cannot be graded yet
/// @param verificationPolicy the policy of what is grave if true and not believed yet
/// @param sensitiveAs the grade like which a sensitive event is paged at least; empty for none
/// @param monitoringPolicy the policy of what only sensors say
/// @param mediaPolicy the policy of what only the public says
/// @param audiences who is meant by the names in the policies
/// @param templates words by reason and language, as `OPENED.zh`
/// @param answers what is answered to answers, by kind and language, as `NOTED.zh`
/// @param boards what may be shown on display boards
/// @param conditions what conditions about reports are asked about
/// @param warnings the sensors' warning levels
/// @param quakes the levels of earthquakes
/// @param unusual when metrics without a legal limit are unusual
/// @param areal when many stations together are graver than each alone
/// @param media the words of public posts
/// @param correlation what makes evidence one incident
/// @param closing what a close asks for, and what opens a closed incident again
/// @param language the language of its incidents' titles, BCP 47: zh or en
public record Pack(String name, String hash, ZoneId zone, Words issuer, Map<String, EventType> types,
        Timeliness timeliness, Accuracy accuracy, Grading grading, Map<String, EscalationPolicy> policies,
        Map<Grade, String> policyByGrade, String ungradedPolicy, String verificationPolicy, Optional<Grade> sensitiveAs,
        String monitoringPolicy, String mediaPolicy, Map<String, Audience> audiences, Map<String, Template> templates,
        Map<String, String> answers, BoardBook boards,
        ReportConditions conditions, List<WarningRule> warnings, List<QuakeRule> quakes,
        List<UnusualRule> unusual, List<ArealRule> areal, List<MediaRule> media,
        Correlation correlation, ClosingRules closing, String language) {

    /// The name of the words of a page about public posts; a pack without them uses those of VERIFY.
    public static final String RUMOUR = "RUMOUR";

    /// The policy for this grade; null is not graded yet.
    public EscalationPolicy policyFor(@Nullable Grade grade) {
        return policy(grade == null ? ungradedPolicy : policyByGrade.getOrDefault(grade, ungradedPolicy));
    }

    /// The grade that is paged like this one: what cannot be graded yet is paged like the grade that shares its policy.
    public @Nullable Grade pagedAs(@Nullable Grade grade) {
        return grade != null
                ? grade
                : policyByGrade.entrySet().stream().filter(entry -> entry.getValue().equals(ungradedPolicy))
                        .map(Map.Entry::getKey).findFirst().orElse(null);
    }

    /// The grade like which an incident is paged: its own, or where it is sensitive at least the one the pack names.
    public @Nullable Grade pagingGrade(@Nullable Grade grade, boolean sensitive) {
        Grade least = sensitiveAs.orElse(null);
        // Grades are declared from the gravest.
        return sensitive && least != null && (grade == null || grade == Grade.UNKNOWN || grade.compareTo(least) > 0)
                ? least
                : grade;
    }

    /// The policy of this name. Throws if the pack has none, which reading the pack rules out.
    public EscalationPolicy policy(String policyName) {
        EscalationPolicy policy = policies.get(policyName);
        if (policy == null) {
            throw new IllegalArgumentException("pack " + name + " has no policy " + policyName);
        }
        return policy;
    }

    /// The type's name in this language, or its code where the pack does not know it.
    public String typeName(@Nullable String code, String language) {
        EventType known = code == null ? null : types.get(code);
        return known != null ? known.words().in(language) : code == null ? "" : code;
    }

    /// What is answered to an answer in this language; empty where the pack says nothing.
    public String answer(AnswerWords words, String language) {
        String text = answers.get(words + "." + (language.startsWith("zh") ? "zh" : "en"));
        return text != null ? text : words.instead().map(other -> answer(other, language)).orElse("");
    }

    /// The template for this reason and language; English where the language has none.
    public Optional<Template> template(String reason, String language) {
        Template template = templates.get(reason + "." + (language.startsWith("zh") ? "zh" : "en"));
        return Optional.ofNullable(template);
    }
}
