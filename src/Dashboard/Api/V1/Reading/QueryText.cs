using System.Globalization;
using Angioboard.Core;
using Angioboard.Jobs.Runs;
using Angioboard.Dashboard.Api.V1.Answers;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>Reads parameters of addresses; what cannot be read is refused by the parameter's name.</summary>
internal static class QueryText
{
    /// <summary>Names between commas; null if the parameter was not given.</summary>
    public static IReadOnlyList<string>? List(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A whole number.</summary>
    /// <exception cref="InputException">It is not one, or not in the range.</exception>
    public static int Whole(string name, string? text, int usual, int least, int most)
    {
        if (text is null) return usual;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least
            && number <= most ? number : throw new InputException($"{name}: “{text}” is not a whole number from {least} to {most}");
    }

    /// <summary>The run of an address.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static Run Require(this RunStore runs, string experiment, string train) =>
        runs.Find($"{experiment}/{train}") ?? throw RefusedException.NoRun(experiment, train);
}
