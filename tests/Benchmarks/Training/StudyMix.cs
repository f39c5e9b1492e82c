using Angioboard.Core;
using Angioboard.Core.Phantom;

namespace Angioboard.Benchmarks.Training;

/// <summary>Numbers of frames in a few batches of two exams, drawn like the phantom dataset's and representative of it.</summary>
/// <param name="Lengths">Frames of each exam, batch by batch.</param>
internal sealed record StudyMix(int[][] Lengths)
{
    private const int Exams = 2, MaxFrames = 12, Many = 20_000;
    private const double Tolerance = 0.02;

    private static readonly StudyMix Study = Draw(Many, 0);

    /// <summary>Frames of all exams.</summary>
    public int Frames => Lengths.Sum(batch => batch.Sum());

    /// <summary>The number of frames if every exam is padded to the longest of its batch.</summary>
    public int Padded => Lengths.Sum(batch => batch.Max() * batch.Length);

    /// <summary>The first draw of this many batches whose lengths and share of padding are within two hundredths of the study's.</summary>
    public static StudyMix Of(int batches)
    {
        for (int attempt = 1; ; attempt++)
        {
            StudyMix mix = Draw(batches, attempt);
            if (Near(mix.Mean, Study.Mean) && Near(mix.Filled, Study.Filled)) return mix;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Lengths.Length} batches of {Exams} exams, {Frames} frames, {Padded} with padding";

    private double Mean => (double)Frames / Lengths.Length;

    private double Filled => (double)Frames / Padded;

    private static StudyMix Draw(int batches, int attempt)
    {
        SeededRandom random = new(1, "benchmark frame counts", attempt);
        int Length(int exam) => Math.Min(MaxFrames, FrameTiming.Draw(random).Count);
        return new([.. Enumerable.Range(0, batches).Select(_ => Enumerable.Range(0, Exams).Select(Length).ToArray())]);
    }

    private static bool Near(double value, double wanted) => Math.Abs(value / wanted - 1) <= Tolerance;
}
