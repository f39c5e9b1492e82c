using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Paired.Resampling;

/// <summary>The metrics of exams.</summary>
/// <param name="exams">The exams.</param>
/// <param name="counts">Multiplicity of each exam; at least one is above 0.</param>
internal delegate double[] DrawnMetrics(ScoredExams exams, ReadOnlySpan<byte> counts);

/// <summary>The metrics of a run, whose exams are known.</summary>
/// <param name="counts">Multiplicity of each exam; at least one is above 0.</param>
internal delegate double[] CountedMetrics(ReadOnlySpan<byte> counts);

/// <summary>
/// Metrics of several runs in the same resamples: each draw of patients counts for every run, so that what is hard for all of them cancels
/// in their differences.
/// </summary>
internal sealed class PairedDraws
{
    private const int Chunk = 100;

    // The seed is fixed: the draws depend on the exams alone, and two people get the same interval for the same question.
    private const long Seed = 42;

    private readonly double[][][] values;

    private PairedDraws(double[][][] values, bool[] whole) => (this.values, Whole) = (values, whole);

    /// <summary>For each draw, whether it holds an exam of every class that the exams have.</summary>
    public bool[] Whole { get; }

    /// <summary>A run's metric in each draw; NaN where undefined.</summary>
    /// <param name="run">The run, in the order given.</param>
    /// <param name="metric">The metric, in the order of those drawn.</param>
    public double[] Of(int run, int metric) => values[run][metric];

    /// <summary>The first run's metric less the second's in each draw; 0 where they differ by rounding alone.</summary>
    public double[] Differences(int first, int second, int metric) =>
        [.. values[first][metric].Zip(values[second][metric], MetricDifference.Between)];

    /// <summary>Draws, on all cores; the same key gives the same draws on any number of them.</summary>
    /// <param name="runs">Each run's exams, the same in the same order.</param>
    /// <param name="units">The units to draw.</param>
    /// <param name="resamples">How many draws.</param>
    /// <param name="key">What the draws depend on.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <param name="compute">The metrics; null for <see cref="PairedMetrics.Names"/>.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PairedDraws Draw(IReadOnlyList<ScoredExams> runs, DrawnUnits units, int resamples, string key,
        IProgress<StageProgress>? progress, CancellationToken cancellation, DrawnMetrics? compute = null)
    {
        DrawnMetrics metrics = compute ?? PairedMetrics.Compute;
        return Draw(runs[0], [.. runs.Select(run => (CountedMetrics)(counts => metrics(run, counts)))], units, resamples, key, progress,
            cancellation);
    }

    /// <summary>The same of runs that compute their metrics themselves.</summary>
    /// <param name="exams">Exams with the labels of all runs, in their order.</param>
    /// <param name="runs">Each run's metrics, as many of each.</param>
    /// <param name="units">The units to draw.</param>
    /// <param name="resamples">How many draws.</param>
    /// <param name="key">What the draws depend on.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PairedDraws Draw(ScoredExams exams, IReadOnlyList<CountedMetrics> runs, DrawnUnits units, int resamples, string key,
        IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        int count = runs[0](exams.Once).Length;
        double[][][] values = [.. runs.Select(_ => Enumerable.Range(0, count).Select(_ => new double[resamples]).ToArray())];
        bool[] whole = new bool[resamples];
        bool[] present = [.. exams.Support(exams.Once).Select(support => support > 0)];
        int chunks = (resamples + Chunk - 1) / Chunk;
        ParallelProgress done = new(progress, "drawing patients", chunks);
        Parallel.For(0, chunks, new ParallelOptions { CancellationToken = cancellation }, () => new byte[exams.Count],
            (chunk, _, counts) =>
            {
                for (int draw = chunk * Chunk; draw < Math.Min(resamples, (chunk + 1) * Chunk); draw++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    units.Draw(counts, new SeededRandom(Seed, key, draw));
                    long[] support = exams.Support(counts);
                    whole[draw] = !support.Where((n, c) => present[c] && n == 0).Any();
                    for (int run = 0; run < runs.Count; run++)
                    {
                        double[] metrics = runs[run](counts);
                        for (int m = 0; m < metrics.Length; m++) values[run][m][draw] = metrics[m];
                    }
                }
                done.Step();
                return counts;
            }, _ => { });
        return new PairedDraws(values, whole);
    }
}
