using System.Diagnostics;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Benchmarks;

/// <summary>Seconds of an evaluation with bootstrap intervals: all metrics of 1,000 resamples of 2,000 exams in five classes.</summary>
internal sealed class BootstrapTime : IBenchmark
{
    private const int Exams = 2000, Classes = 5, WarmUps = 1;

    /// <inheritdoc/>
    public string Name => "bootstrap";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        SplitPredictions[] splits = [new("test", Draw())];
        EvaluationOptions evaluation = new([.. Enumerable.Range(0, Classes).Select(c => $"{c}")]);
        Samples[] seconds = Interleaved.Measure([() => Evaluate(splits, evaluation)], WarmUps, options.Repeats);
        yield return new Figure(
            $"evaluation, {Exams} exams, {evaluation.Resamples} resamples", "s", seconds[0], null, Goal.Most(2),
            $"on all {Environment.ProcessorCount} cores; the report without resamples included");
    }

    private static double Evaluate(SplitPredictions[] splits, EvaluationOptions evaluation)
    {
        long start = Stopwatch.GetTimestamp();
        Evaluator.Evaluate(splits, evaluation);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static ExamPrediction[] Draw()
    {
        SeededRandom random = new(3, "benchmark predictions");
        return [.. Enumerable.Range(0, Exams).Select(exam =>
        {
            int label = random.NextInt(Classes);
            double[] scores = [.. Enumerable.Range(0, Classes).Select(c => Math.Exp(random.NextNormal() + (c == label ? 1.5 : 0)))];
            return new ExamPrediction($"{exam}", label, [.. scores.Select(score => score / scores.Sum())]);
        })];
    }
}
