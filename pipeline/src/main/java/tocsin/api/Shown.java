package tocsin.api;

import io.javalin.http.Context;
import java.util.List;

/// What a request was shown of people, for the note of it.
///
/// @param incidents the incidents it belongs to
/// @param records how many records it was
record Shown(List<String> incidents, int records) {
    static final String ATTRIBUTE = "tocsin.shown";

    /// Says it of this request.
    void of(Context request) {
        request.attribute(ATTRIBUTE, this);
    }
}
