namespace Angioboard.Core.Hygiene.Duplicates;

/// <summary>
/// Frames that look the same though they should not: in two splits, or of two patients. Hashes find candidates (Zauner, 2010), and the
/// correlation of the images confirms them.
/// </summary>
public sealed record NearDuplicates
{
    /// <summary>Frames compared.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames not compared, as they are too dark or too even to tell apart.</summary>
    public required int Skipped { get; init; }

    /// <summary>
    /// Most bits, of 64, in which the hashes of a pair may differ: from the distances between different patients in train.
    /// </summary>
    public required int Limit { get; init; }

    /// <summary>The most alike frames of each pair of exams, those in two splits first; at most <see cref="Most"/>.</summary>
    public required IReadOnlyList<FramePair> Pairs { get; init; }

    /// <summary>How many pairs of exams were found.</summary>
    public required int Found { get; init; }

    /// <summary>Most pairs that are listed.</summary>
    public const int Most = 200;
}

/// <summary>Two frames that look the same.</summary>
/// <param name="First">The one in the earlier split of the file.</param>
/// <param name="Second">The other one.</param>
/// <param name="Distance">Bits in which their hashes differ.</param>
/// <param name="Correlation">The correlation of their images within the field, up to 1.</param>
/// <param name="Mirrored">Whether one is the other's mirror image.</param>
/// <param name="Alike">Pairs of frames of the same two exams whose hashes are within the limit.</param>
public sealed record FramePair(FramePlace First, FramePlace Second, int Distance, double Correlation, bool Mirrored, int Alike);

/// <summary>Where a frame is.</summary>
/// <param name="Split">Its split.</param>
/// <param name="Exam">Its exam.</param>
/// <param name="Frame">The file's name within the exam.</param>
/// <param name="Index">Its place among the exam's frames, from 0.</param>
public sealed record FramePlace(string Split, string Exam, string Frame, int Index);
