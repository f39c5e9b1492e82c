using System.Diagnostics;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Benchmarks;

/// <summary>Seconds of a comparison of two runs: all metrics in 10,000 draws of patients, of 2,000 exams in five classes.</summary>
internal sealed class PairedTime : IBenchmark
{
    private const int Exams = 2000, Classes = 5, WarmUps = 1;

    /// <inheritdoc/>
    public string Name => "paired";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        PairedRun[] runs = [Draw("A", 1.5), Draw("B", 1.4)];
        Dictionary<string, string> patients = Enumerable.Range(0, Exams).ToDictionary(exam => $"{exam}", exam => $"{exam / 2}");
        Samples[] seconds = Interleaved.Measure([() => Compare(runs, patients)], WarmUps, options.Repeats);
        yield return new Figure(
            $"comparison of two runs, {Exams} exams, {ComparisonOptions.UsualResamples} resamples", "s", seconds[0], null, Goal.Most(3),
            $"on all {Environment.ProcessorCount} cores; every test included");
    }

    private static double Compare(PairedRun[] runs, Dictionary<string, string> patients)
    {
        long start = Stopwatch.GetTimestamp();
        PairedComparison.Of(runs, "test", patients, new ComparisonOptions());
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static PairedRun Draw(string name, double skill)
    {
        SeededRandom labels = new(3, "benchmark labels"), random = new(3, $"benchmark predictions of {name}");
        return new PairedRun(name, [.. Enumerable.Range(0, Exams).Select(exam =>
        {
            int label = labels.NextInt(Classes);
            double[] scores = [.. Enumerable.Range(0, Classes).Select(c => Math.Exp(random.NextNormal() + (c == label ? skill : 0)))];
            return new ExamPrediction($"{exam}", label, [.. scores.Select(score => score / scores.Sum())]);
        })]);
    }
}
