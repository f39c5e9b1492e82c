using Angioboard.Core.Studies;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>What to add to a study.</summary>
public sealed record StudyAddition
{
    /// <summary>More variants, with the settings that differ from the study's.</summary>
    public IReadOnlyList<StudyVariant> Variants { get; init; } = [];

    /// <summary>More seeds.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>More fold files, for a study of fold files.</summary>
    public IReadOnlyList<string> FoldFiles { get; init; } = [];
}
