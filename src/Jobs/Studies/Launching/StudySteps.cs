using System.Globalization;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>What was done to the runs of a study.</summary>
/// <param name="Done">The word for it: <c>paused</c>.</param>
/// <param name="Changed">How many runs it was done to.</param>
/// <param name="Finished">How many had finished.</param>
/// <param name="Of">How many runs the study has.</param>
/// <param name="Refused">Why it could not be done to others, a line each.</param>
public sealed record StudySteps(string Done, int Changed, int Finished, int Of, IReadOnlyList<string> Refused)
{
    /// <summary>The same in a line: <c>12 of 24 runs paused; 2 have finished</c>.</summary>
    public string Words
    {
        get
        {
            string finished = Finished == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                $"; {Finished} {(Finished == 1 ? "has" : "have")} finished");
            string refused = Refused.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                $"; {Refused.Count} could not be: {Refused[0]}");
            return string.Create(CultureInfo.InvariantCulture, $"{Changed} of {Of} runs {Done}{finished}{refused}");
        }
    }
}
