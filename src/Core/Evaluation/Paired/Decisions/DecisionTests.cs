namespace Angioboard.Core.Evaluation.Paired.Decisions;

/// <summary>McNemar's tests of two runs' decisions on the same exams.</summary>
public sealed record DecisionTests
{
    /// <summary>Right or wrong, in all exams.</summary>
    public required McNemarTest Overall { get; init; }

    /// <summary>The same with patients as independent units.</summary>
    public required ClusteredMcNemar Clustered { get; init; }

    /// <summary>Right or wrong among the exams of each class: the difference in recall.</summary>
    public required IReadOnlyList<McNemarTest> RecallOfClass { get; init; }

    /// <summary>Whether an exam is called each class.</summary>
    public required IReadOnlyList<McNemarTest> CalledClass { get; init; }

    /// <summary>Compares two runs.</summary>
    /// <param name="first">The first run's exams.</param>
    /// <param name="second">The second run's, in the same order.</param>
    /// <param name="patients">Each exam's patient, from 0.</param>
    internal static DecisionTests Of(NamedExams first, NamedExams second, int[] patients)
    {
        int[] labels = first.Exams.Labels, a = first.Exams.Predicted, b = second.Exams.Predicted;
        int[] exams = [.. Enumerable.Range(0, labels.Length)], classes = [.. Enumerable.Range(0, first.Exams.Classes)];
        return new DecisionTests
        {
            Overall = McNemarTest.Of(exams.Select(Right)),
            Clustered = ClusteredMcNemar.Of(Differences(first, second), patients),
            RecallOfClass = [.. classes.Select(c => McNemarTest.Of(exams.Where(i => labels[i] == c).Select(Right), c))],
            CalledClass = [.. classes.Select(c => McNemarTest.Of(exams.Select(i => (a[i] == c, b[i] == c)), c))],
        };

        (bool First, bool Second) Right(int i) => (a[i] == labels[i], b[i] == labels[i]);
    }

    /// <summary>For each exam, 1 where only the first run is right, −1 where only the second is, else 0.</summary>
    internal static int[] Differences(NamedExams first, NamedExams second)
    {
        bool[] a = Right(first), b = Right(second);
        return [.. a.Zip(b, (x, y) => (x ? 1 : 0) - (y ? 1 : 0))];
    }

    /// <summary>Which exams a run has right.</summary>
    internal static bool[] Right(NamedExams run) =>
        [.. run.Exams.Predicted.Zip(run.Exams.Labels, (called, label) => called == label)];
}
