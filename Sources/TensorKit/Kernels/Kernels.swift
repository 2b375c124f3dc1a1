/// The kernels of the table in use as Swift functions that check their bounds.
///
/// Which table that is depends on the processor; `TEXTAE_KERNELS` names another.
package enum Kernels {}
