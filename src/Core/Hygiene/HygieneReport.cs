using Angioboard.Core.Hygiene.Duplicates;
using Angioboard.Core.Hygiene.Shortcuts;

namespace Angioboard.Core.Hygiene;

/// <summary>What a data set's files reveal about its classes, and frames that it holds twice: known before any training.</summary>
public sealed record HygieneReport
{
    /// <summary>The fingerprint of the data that was looked at: that of runs on the same data.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How exams were mapped to patients, as in the settings; null if that is not known.</summary>
    public string? Patients { get; init; }

    /// <summary>Names of the classes, in the order of the labels.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How well a class can be told from the files alone.</summary>
    public required ShortcutBaseline Shortcuts { get; init; }

    /// <summary>Frames of different patients, or in different splits, that look the same.</summary>
    public required NearDuplicates Duplicates { get; init; }
}
