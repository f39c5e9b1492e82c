using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.RunDetails.Actions;

/// <summary>A component with buttons that change runs, and what they need for that.</summary>
public abstract class RunButtons : ComponentBase
{
    private const int UndoMilliseconds = 10_000;

    /// <summary>Carries out actions on runs.</summary>
    [Inject] public required RunControl Control { get; set; }

    /// <summary>Changes names, tags and notes of runs.</summary>
    [Inject] public required RunTexts Texts { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Shows dialogs.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>Says until when a deleted run can be restored.</summary>
    [Inject] public required RunTrash Trash { get; set; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>The reader's time zone.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>The last day on which what is deleted now can be restored: <c>5 Dec 2026</c>.</summary>
    protected string RestorableUntil => Reader.Day(Trash.Until(Time.GetUtcNow()));

    /// <summary>A run in a sentence: its name, with its folder if that is another.</summary>
    protected static string Called(Run run) => run.Name is { } name ? $"“{name}” ({run.Id})" : run.Id;

    /// <summary>Says that something was done, with a button that undoes it.</summary>
    protected void OfferUndo(string done, Func<Actor, Task> undo) => Snackbar.Add(done, Severity.Success, options =>
    {
        options.Action = "Undo";
        options.ActionColor = Color.Inherit;
        options.VisibleStateDuration = UndoMilliseconds;
        options.OnClick = async _ =>
        {
            try
            {
                await undo(await Page.GetAsync());
            }
            catch (InputException e)
            {
                foreach (string problem in e.Problems.Take(3)) Snackbar.Add(problem, Severity.Error);
            }
        };
    });
}
