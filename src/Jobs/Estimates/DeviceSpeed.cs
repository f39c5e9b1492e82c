namespace Angioboard.Jobs.Estimates;

/// <summary>The measured speed of a device.</summary>
/// <param name="Processor">What was measured: the model and number of the processors, or the GPU's name.</param>
/// <param name="Threads">CPU threads that computed.</param>
/// <param name="Operations">Floating-point operations per second in training, as <see cref="ModelCost"/> counts them.</param>
/// <param name="Measured">When.</param>
/// <param name="Busy">Whether other programs kept the processors busy, so that the device may be faster.</param>
public sealed record DeviceSpeed(string Processor, int Threads, double Operations, DateTimeOffset Measured, bool Busy = false);
