package tocsin.model;

import java.util.Optional;
import java.util.function.Predicate;

/// Whether two people agree: the one decision behind every rule that asks for a second person (四眼原则).
///
/// Whoever acts is a name: the id of a person of the directory, or that of an API key which belongs to no person, and then
/// begins with [#KEY]. Two keys of one person act under one name.
public final class SecondPerson {
    /// What the name of a key begins with that belongs to no person. No id of a person holds a colon.
    public static final String KEY = "key:";

    private SecondPerson() {}

    /// Why these two are not two people.
    public enum Objection {
        /// The same person did the first half.
        SAME_PERSON,
        /// The first half was done by a key that belongs to no person, or by somebody the directory does not hold.
        FIRST_IS_NO_PERSON,
        /// The second half would be.
        SECOND_IS_NO_PERSON;

        /// The objection as the end of a sentence, with what to do.
        ///
        /// @param first who did the first half
        /// @param second who would do the second
        public String inWords(String first, String second) {
            return switch (this) {
                case SAME_PERSON -> second + " did the first half; a second person must do this one";
                case FIRST_IS_NO_PERSON -> first
                        + " did the first half and is no person of the directory, so nobody can"
                        + " tell whether two people agree; reject it, and let a person begin again who is signed in, or"
                        + " whose API key names a person";
                case SECOND_IS_NO_PERSON -> second + " is no person of the directory, and a second person must do this;"
                        + " sign in, or use an API key that names a person";
            };
        }
    }

    /// The name of a key that belongs to no person.
    public static String ofKey(String name) {
        return KEY + name;
    }

    /// The objection to what the second would do after the first; empty where they are two people.
    ///
    /// @param isPerson whether the directory holds a person of this id
    public static Optional<Objection> objection(String first, String second, Predicate<String> isPerson) {
        if (!isPerson(second, isPerson)) {
            return Optional.of(Objection.SECOND_IS_NO_PERSON);
        }
        if (first.equals(second)) {
            return Optional.of(Objection.SAME_PERSON);
        }
        return isPerson(first, isPerson) ? Optional.empty() : Optional.of(Objection.FIRST_IS_NO_PERSON);
    }

    /// Whether this name is a person's.
    public static boolean isPerson(String name, Predicate<String> isPerson) {
        return !name.startsWith(KEY) && isPerson.test(name);
    }
}
