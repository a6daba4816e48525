package tocsin.dispatch.sms.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tocsin.v1.DeliveryReason;

/// How one gateway is spoken to.
///
/// @param name its name, for labels
/// @param url where messages go
/// @param json whether a request's body is a JSON object; else a form
/// @param headers headers of every request, secrets filled in
/// @param fields the body's fields, with places such as `{to}` and `{parameters}`
/// @param templates the gateway's template codes by Tocsin's template ids; empty where it carries the words
/// @param answer how its answer to a message is read
/// @param query how it is asked what became of a message, if it can be
/// @param connections calls at a time
/// @param limit the longest one step of a call may take
public record GatewayMapping(String name, URI url, boolean json, Map<String, String> headers,
        Map<String, String> fields, Map<String, String> templates, Answer answer, Optional<Query> query,
        int connections, Duration limit) {
    /// How an answer is read. Fields of an answer are paths such as `data.id`.
    ///
    /// @param code the field that says how it went
    /// @param success what that field says when the message was taken
    /// @param id the field with the gateway's own id of the message
    /// @param errors what its other answers mean
    public record Answer(String code, String success, String id, Map<String, Meaning> errors) {}

    /// What one answer means.
    ///
    /// @param permanent whether the same message will never be taken
    public record Meaning(boolean permanent, DeliveryReason reason) {}

    /// How it is asked what became of a message.
    ///
    /// @param url the address, with the place `{id}`
    /// @param status the field that says what became of it
    /// @param delivered what that field says when it has arrived
    /// @param failed what that field says when it never will
    /// @param askEvery how often it is asked
    /// @param within how long a handset may stay silent
    public record Query(String url, String status, String delivered, String failed, Duration askEvery,
            Duration within) {}

    @Override
    public String toString() {
        return "GatewayMapping[" + name + ", " + url + "]";
    }
}
