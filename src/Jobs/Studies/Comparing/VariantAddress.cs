using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Studies.Comparing;

/// <summary>A variant of a study, as addresses name it.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Study"><c>Study_N</c>.</param>
/// <param name="Variant">The variant, or the size of a learning curve.</param>
public sealed partial record VariantAddress(string Experiment, string Study, string Variant)
{
    /// <summary>The study: <c>demo/Study_2</c>.</summary>
    public string StudyId => $"{Experiment}/{Study}";

    /// <summary>The address: <c>demo/Study_2:max_frames=12</c>.</summary>
    public override string ToString() => $"{StudyId}:{Variant}";

    /// <summary>Reads an address; null if it is none. The name of an experiment or a variant may have a colon itself.</summary>
    public static VariantAddress? Parse(string text) => Written().Match(text) is { Success: true } match
        ? new VariantAddress(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)
        : null;

    [GeneratedRegex(@"\A([^/]+)/(Study_[0-9]{1,9}):(.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
