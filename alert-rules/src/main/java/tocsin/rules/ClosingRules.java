package tocsin.rules;

import java.util.EnumSet;
import java.util.Set;
import tocsin.v1.Grade;
import tocsin.yaml.YamlNode;

/// What an incident's close asks for, and what opens a closed one again.
///
/// @param secondPersonFrom the grades whose close a second person approves
/// @param reopensOn the new harm that opens a closed incident again; whatever it is, the duty officer is told of it
public record ClosingRules(Set<Grade> secondPersonFrom, Set<NewHarm> reopensOn) {
    /// What holds where a pack says nothing.
    public static final ClosingRules PLAIN = new ClosingRules(Set.of(), Set.of(NewHarm.GRADE, NewHarm.DEATH));

    public ClosingRules {
        secondPersonFrom = Set.copyOf(secondPersonFrom);
        reopensOn = Set.copyOf(reopensOn);
    }

    /// What a closed incident can learn of.
    public enum NewHarm {
        /// A higher grade.
        GRADE,
        /// More people dead or missing.
        DEATH,
        /// Any figure that rises.
        RISE
    }

    static ClosingRules read(YamlNode node) {
        if (!node.isPresent()) {
            return PLAIN;
        }
        node.onlyKeys("second-person", "reopen-on");
        Set<Grade> grades = EnumSet.noneOf(Grade.class);
        node.optional("second-person").items().forEach(item -> item.symbol(Grade.class).ifPresent(grades::add));
        if (!node.optional("reopen-on").isPresent()) {
            return new ClosingRules(grades, PLAIN.reopensOn);
        }
        Set<NewHarm> harm = EnumSet.noneOf(NewHarm.class);
        node.optional("reopen-on").items().forEach(item -> item.symbol(NewHarm.class).ifPresent(harm::add));
        return new ClosingRules(grades, harm);
    }
}
