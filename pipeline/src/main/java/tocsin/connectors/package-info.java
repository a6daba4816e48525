/// Connectors: what others publish becomes records of ours.
///
/// In: files at an address, fetched again and again, and messages of an MQTT broker; a mapping that says how their rows
/// become records. Out: records to the public intake, through a [tocsin.connectors.Door] that a running Tocsin or a
/// command opens. Kept: prints of the newest rows, so that a row that has not changed is not sent again, in memory; after
/// a restart all are sent once more, which counts once. What cannot be fetched now is fetched the next time; what is no
/// record is logged and left out; what was not acknowledged is sent again.
@NullMarked
package tocsin.connectors;

import org.jspecify.annotations.NullMarked;
