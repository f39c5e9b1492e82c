using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Variants;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>--vary, --variant, --random and --range: the variants of a study.</summary>
internal sealed class VariantOptions
{
    private const string To = "..";

    private readonly Option<string[]> vary = new("--vary")
    {
        Description = "A setting and its values, such as max_frames=4,12; given several times, all combinations are variants",
        HelpName = "NAME=VALUES",
    };
    private readonly Option<string[]> files = new("--variant")
    {
        Description = "JSON file of settings, named as the variant is to be called; give one for each variant", HelpName = "FILE",
    };
    private readonly Option<int?> random = Options.NumberOption.Of<int>("--random");
    private readonly Option<string[]> ranges = new("--range")
    {
        Description = "With --random, a setting and what to draw from: lr=1e-5..1e-3, or dropout=0,0.2,0.5 for one of these values",
        HelpName = "NAME=FROM..TO",
    };
    private readonly Option<long?> drawSeed = Options.NumberOption.Of<long>("--random-seed");

    public VariantOptions(Command command)
    {
        random.Description = "Draw this many variants at random from the ranges";
        drawSeed.Description = "Seed of these draws [default: 1]";
        foreach (Option option in new Option[] { vary, files, random, ranges, drawSeed }) command.Options.Add(option);
    }

    /// <summary>The variants; empty if none are given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="common">The settings of the study.</param>
    /// <exception cref="InputException">They cannot be read, or two ways exclude each other.</exception>
    public IReadOnlyList<StudyVariant> Read(ParseResult parsed, RunSettings common)
    {
        string[] grid = parsed.GetValue(vary) ?? [], named = parsed.GetValue(files) ?? [], drawn = parsed.GetValue(ranges) ?? [];
        int? count = parsed.GetValue(random);
        if (new[] { grid.Length > 0, named.Length > 0, count is not null || drawn.Length > 0 }.Count(given => given) > 1)
            throw new InputException("--vary, --variant and --random exclude each other; give one of them, and more variants with "
                + "`angioboard study add`");
        if (grid.Length > 0) return VariantGrid.Of([.. grid.Select(text => Values("--vary", text))]);
        if (named.Length > 0)
            return VariantList.Of(common, [.. named.Select(file => (Path.GetFileNameWithoutExtension(file), SettingsFile.Read(file)))]);
        if (count is null && drawn.Length == 0) return [];
        if (count is null) throw new InputException("--range: give --random with the number of variants to draw");
        return RandomSearch.Draw([.. drawn.Select(Range)], count.Value, parsed.GetValue(drawSeed) ?? 1);
    }

    private static (string Setting, IReadOnlyList<JsonNode?> Values) Values(string option, string text)
    {
        (string name, string values) = Split(option, text);
        if (VariedSettings.Problem(name) is { } problem) throw new InputException(problem);
        TypedSetting setting = TypedSetting.Find(name);
        if (ValueList.Problem(setting, values) is { } unclear) throw new InputException($"{option}: {name}: {unclear}");
        return (name, [.. ValueList.Of(setting, values).Select(value => setting.IsUnset(value) ? null : SettingText.Parse(name, value))]);
    }

    private static SettingRange Range(string text)
    {
        (string name, string values) = Split("--range", text);
        int middle = values.IndexOf(To, StringComparison.Ordinal);
        if (middle < 0) return new ChoiceRange(name, Values("--range", text).Values);
        return Number(values[..middle], out double low) && Number(values[(middle + To.Length)..], out double high)
            ? SettingRange.Of(name, low, high)
            : throw new InputException($"--range: {text} is not a range; write it as lr=1e-5..1e-3");
    }

    private static (string Name, string Values) Split(string option, string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new InputException($"{option}: {text} names no values; write it as max_frames=4,12");
        // As on the command line, so in files.
        return (text[..equals].Trim().TrimStart('-').Replace('-', '_'), text[(equals + 1)..]);
    }

    private static bool Number(string text, out double number) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
