package tocsin.rules.condition;

import dev.cel.runtime.AccumulatedUnknowns;
import dev.cel.runtime.CelAttribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a record at one path, made once, so that asking makes no names.
///
/// @param fields the record's fields
/// @param path where the record stands, such as `report.casualties`
/// @param places each field, by name
record Places(Fields fields, String path, Map<String, Place> places) {
    /// One field.
    ///
    /// @param within the fields of the record it holds, if it holds one
    record Place(CelAttribute attribute, @Nullable Places within) {
        /// What stands for its value when nobody knows it: made anew, for CEL joins others to it.
        Object notKnown() {
            return AccumulatedUnknowns.create(List.of(), List.of(attribute));
        }
    }

    static Places of(Fields fields, String path) {
        Map<String, Place> places = new HashMap<>();
        for (String name : fields.type().fieldNames()) {
            String at = path + "." + name;
            Fields inner = fields.within().get(name);
            places.put(name,
                    new Place(CelAttribute.fromQualifiedIdentifier(at), inner == null ? null : of(inner, at)));
        }
        return new Places(fields, path, Map.copyOf(places));
    }
}
