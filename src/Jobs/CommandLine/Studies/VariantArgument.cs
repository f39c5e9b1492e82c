using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>
/// Variants named on the command line: <c>Study_3:lr=1e-3</c>, also with a path and a name of its own (<c>NAME=path/Study_3:lr=1e-3</c>),
/// or a study alone, which means all its variants.
/// </summary>
/// <param name="Text">The argument.</param>
/// <param name="Name">What the variant is called; null for nothing.</param>
/// <param name="Study">The study's folder.</param>
/// <param name="Variant">The variant; null for all.</param>
internal sealed record VariantArgument(string Text, string? Name, string Study, string? Variant)
{
    /// <summary>Reads the arguments of `compare`; empty if they are runs.</summary>
    /// <exception cref="InputException">Some are runs and some variants, or a study has a name.</exception>
    public static IReadOnlyList<VariantArgument> Read(IReadOnlyList<string> arguments)
    {
        VariantArgument[] found = [.. arguments.Select(Of).OfType<VariantArgument>()];
        if (found.Length == 0 || found.Length == arguments.Count) return found;
        string run = arguments.First(argument => Of(argument) is null);
        throw new InputException($"{run} and {found[0].Text}: runs and variants of studies cannot be compared with each other, since a "
            + "variant's figures are of several runs; give runs only, or variants only");
    }

    private static VariantArgument? Of(string argument)
    {
        if (StudyPrediction.Is(argument)) return new VariantArgument(argument, null, argument, null);
        // The path of a run may have a colon.
        if (Path.Exists(argument)) return null;
        if (Named(argument) is var (called, all))
        {
            return called is null
                ? new VariantArgument(argument, null, all, null)
                : throw new InputException($"{argument}: a name is for one variant; write {argument}:VARIANT, or leave the name out to "
                    + "compare all variants of the study");
        }
        for (int colon = argument.IndexOf(':', StringComparison.Ordinal); colon >= 0; colon = argument.IndexOf(':', colon + 1))
        {
            if (Named(argument[..colon]) is var (name, study)) return new VariantArgument(argument, name, study, argument[(colon + 1)..]);
        }
        return null;
    }

    // The folder of a study, with a name before it or without.
    private static (string? Name, string Study)? Named(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && !Directory.Exists(text) && IsStudy(text[(equals + 1)..])) return (text[..equals], text[(equals + 1)..]);
        return IsStudy(text) ? (null, text) : null;
    }

    private static bool IsStudy(string path) => StudyPlace.IsStudy(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
}
