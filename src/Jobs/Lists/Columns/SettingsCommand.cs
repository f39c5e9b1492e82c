using System.Text.RegularExpressions;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>The command line that repeats a run, for copying into a shell.</summary>
public static partial class SettingsCommand
{
    /// <summary><c>angioboard experiment</c> with an option for each setting that differs from its default, quoted for a POSIX shell.</summary>
    public static string Of(RunSettings settings) => string.Join(' ', SettingsDifference.FromDefaults(settings)
        .Where(row => row.Differs)
        .Select(row => $"--{row.Name.Replace('_', '-')} {Quote(row.Values[0])}")
        .Prepend("angioboard experiment"));

    /// <summary>A word, quoted for a POSIX shell.</summary>
    public static string Quote(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\A[A-Za-z0-9_@%+:,./-]+\z")]
    private static partial Regex Plain();
}
