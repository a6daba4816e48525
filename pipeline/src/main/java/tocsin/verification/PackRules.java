package tocsin.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tocsin.model.FindingDraft;
import tocsin.rules.ReportRule;
import tocsin.rules.RuleIndex;
import tocsin.rules.Words;
import tocsin.rules.condition.Answer;
import tocsin.rules.condition.Subject;
import tocsin.v1.Category;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;

/// The pack's own rules about a report: each that can apply and whose condition holds finds what it says.
public final class PackRules {
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_.]+)}");

    private PackRules() {}

    /// What these rules find. A condition that cannot be worked out is a finding of its own: a rule that fails must not be
    /// taken for one that is kept.
    public static List<FindingDraft> check(RuleIndex<ReportRule> rules, ReportKind kind, @Nullable Category category,
            @Nullable String type, Subject subject) {
        List<FindingDraft> findings = new ArrayList<>();
        for (ReportRule rule : rules.to(kind, category, type)) {
            switch (rule.when().ask(subject)) {
                case Answer.Known known -> {
                    if (known == Answer.Known.YES) {
                        findings.add(new FindingDraft(rule.provenance(), rule.outcome(), rule.fields(),
                                words(rule, subject)));
                    }
                }
                case Answer.NotKnown notKnown -> {
                    // What is not known is no fault; A1 asks for it.
                }
                case Answer.Failed(String why) -> findings.add(new FindingDraft(rule.provenance(), Outcome.RULE_FAILED,
                        List.of(), new Words("规则" + rule.provenance().id() + "无法计算，请管理员检查该规则。",
                                "The rule " + rule.provenance().id() + " could not be worked out (" + why
                                        + "); have the administrator look at it.")));
            }
        }
        return List.copyOf(findings);
    }

    /// What a rule says of this subject: its words with what is known filled in.
    public static Words words(ReportRule rule, Subject subject) {
        return new Words(filled(rule.words().zh(), subject), filled(rule.words().en(), subject));
    }

    private static String filled(String words, Subject subject) {
        Matcher places = PLACE.matcher(words);
        return places.replaceAll(place -> Matcher.quoteReplacement(subject.at(place.group(1)).map(String::valueOf)
                .orElse("?")));
    }
}
