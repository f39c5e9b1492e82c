namespace Angioboard.Core.Data;

/// <summary>What the check of a data set found.</summary>
/// <param name="Problems">What keeps it from being used, a line each; empty if all is well.</param>
/// <param name="Warnings">What the user should know, a line each.</param>
/// <param name="Splits">Figures of each split, as far as it could be read, in the order of the file.</param>
public sealed record DatasetReport(IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, IReadOnlyList<SplitSummary> Splits);

/// <summary>Figures of one split.</summary>
/// <param name="Name">The split's name.</param>
/// <param name="Exams">How many exams it has.</param>
/// <param name="Patients">How many patients; null where they are not known.</param>
/// <param name="Frames">How many frames its exams have.</param>
/// <param name="Sizes">The frames' sizes, the most frequent first; frames whose header cannot be read are left out.</param>
/// <param name="Classes">Exams of each class, in the order of the labels; classes without exams have 0.</param>
/// <param name="Unlabelled">Exams without a label.</param>
public sealed record SplitSummary(
    string Name,
    int Exams,
    int? Patients,
    FrameCounts Frames,
    IReadOnlyList<FrameSize> Sizes,
    IReadOnlyList<ClassCount> Classes,
    int Unlabelled);

/// <summary>How many frames there are, and how many an exam; 0 where there is no exam.</summary>
public sealed record FrameCounts(int Total, int Min, double Median, int Max);

/// <summary>A size in pixels, and how many frames have it.</summary>
public sealed record FrameSize(int Width, int Height, int Count);

/// <summary>A class by name, and how many exams have it.</summary>
public sealed record ClassCount(string Name, int Count);
