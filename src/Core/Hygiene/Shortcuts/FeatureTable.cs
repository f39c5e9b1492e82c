using System.Numerics;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>The features of exams that can say something: known for every exam, and not the same for all.</summary>
internal sealed class FeatureTable
{
    // A difference in the last digits of a mean is none.
    private const double Rounding = 1e-9;

    /// <param name="exams">The exams that figures are computed from.</param>
    public FeatureTable(IReadOnlyList<ExamTraits> exams)
    {
        List<string> names = [];
        List<double[]> columns = [];
        List<LeftOutFeature> left = [];
        foreach (string name in FeatureNames.Words.Keys)
        {
            double?[] values = name == FeatureNames.Number ? Ranks(exams) : [.. exams.Select(exam => exam[name])];
            int unknown = values.Count(value => value is null);
            if (unknown == values.Length) left.Add(new(name, "not known"));
            else if (unknown > 0) left.Add(new(name, $"not known for {unknown} of {values.Length} exams"));
            else if (values.Max() - values.Min() <= Rounding * Math.Max(1, Math.Abs(values.Max()!.Value)))
                left.Add(new(name, "the same for every exam"));
            else
            {
                names.Add(name);
                columns.Add([.. values.Select(value => value!.Value)]);
            }
        }
        (Names, LeftOut) = (names, left);
        Rows = [.. Enumerable.Range(0, exams.Count).Select(i => columns.Select(column => column[i]).ToArray())];
    }

    /// <summary>The features.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The others.</summary>
    public IReadOnlyList<LeftOutFeature> LeftOut { get; }

    /// <summary>Each exam's values.</summary>
    public double[][] Rows { get; }

    // Numbers may be too long for a double; their order is what could tell a class.
    private static double?[] Ranks(IReadOnlyList<ExamTraits> exams)
    {
        BigInteger[] order = [.. exams.Select(exam => exam.Number).OfType<BigInteger>().Distinct().Order()];
        return [.. exams.Select(exam => exam.Number is { } number ? (double?)Array.BinarySearch(order, number) : null)];
    }
}
