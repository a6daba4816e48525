/// Display boards that follow a retained message of an MQTT 5 broker, with HiveMQ's client.
///
/// In: what a board shall show. Out: retained `<prefix>/<board>/content`, acknowledged by the broker, and to
/// [tocsin.dispatch.board.BoardReports] what boards say on `<prefix>/<board>/shown`. Kept: one connection, made again
/// whenever it breaks; what was not acknowledged before is not sent again by itself. A broker that cannot be reached or does not acknowledge in
/// time is a call to try again; what a board says that makes no sense is logged and passed over.
///
/// Content: `{"board": id, "at": time, "messages": [{"notificationId": id, "priority": 1 to 255, "until": time,
/// "pages": [["line", ...], ...]}, ...]}`, the highest priority first, no messages when dark; a board drops a message
/// at its `until` by itself. Shown: `{"shows": [id, ...]}`, no ids when dark.
@NullMarked
package tocsin.dispatch.board.mqtt;

import org.jspecify.annotations.NullMarked;
