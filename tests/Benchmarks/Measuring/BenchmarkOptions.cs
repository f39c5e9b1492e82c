namespace Angioboard.Benchmarks.Measuring;

/// <summary>How to measure.</summary>
/// <param name="Repeats">How often each side is timed.</param>
/// <param name="Threads">Threads of each side in training.</param>
/// <param name="Python">The peer's Python.</param>
/// <param name="Scratch">A folder for files of this execution.</param>
internal sealed record BenchmarkOptions(int Repeats, int Threads, string Python, string Scratch);
