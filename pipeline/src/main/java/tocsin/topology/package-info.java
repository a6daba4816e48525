/// The whole pipeline on one page: every application, topic, store and stage, in reading order.
///
/// In: settings and serdes. Out: four Kafka Streams topologies. What is not on [tocsin.topology.TocsinTopology] does
/// not run.
@NullMarked
package tocsin.topology;

import org.jspecify.annotations.NullMarked;
