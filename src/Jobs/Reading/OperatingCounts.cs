using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Jobs.Reading;

/// <summary>What a threshold of one class's probability does to the labelled exams of a split.</summary>
/// <param name="Found">Exams of the class at or above it.</param>
/// <param name="Missed">Exams of the class below it.</param>
/// <param name="Wrong">Other exams at or above it.</param>
/// <param name="Spared">Other exams below it.</param>
public sealed record OperatingCounts(int Found, int Missed, int Wrong, int Spared)
{
    /// <summary>All of them.</summary>
    public int Exams => Found + Missed + Wrong + Spared;

    /// <summary>Counts at a threshold.</summary>
    /// <param name="exams">The exams; those without a label do not count.</param>
    /// <param name="class">The class.</param>
    /// <param name="threshold">An exam counts as positive if its probability is at least this.</param>
    public static OperatingCounts At(IReadOnlyList<ExamPrediction> exams, int @class, double threshold)
    {
        int[] counts = new int[4];
        foreach (ExamPrediction exam in exams)
        {
            if (exam.Label is not { } label) continue;
            counts[(label == @class ? 0 : 2) + (exam.Probabilities[@class] >= threshold ? 0 : 1)]++;
        }
        return new OperatingCounts(counts[0], counts[1], counts[2], counts[3]);
    }

    /// <summary>The same of 100 exams, with the classes as frequent as here; whole numbers that add up to 100.</summary>
    public OperatingCounts OfHundred()
    {
        if (Exams == 0) return this;
        int[] all = [Found, Missed, Wrong, Spared];
        int[] rounded = [.. all.Select(count => count * 100 / Exams)];
        // The largest remainders get what is left.
        foreach (int place in Enumerable.Range(0, 4).OrderByDescending(i => all[i] * 100 % Exams).Take(100 - rounded.Sum()))
            rounded[place]++;
        return new OperatingCounts(rounded[0], rounded[1], rounded[2], rounded[3]);
    }
}
