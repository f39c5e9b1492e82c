using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Layout;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>A run's evaluation, split by split, including other datasets.</summary>
public sealed partial class EvaluationTab
{
    private RunEvaluation evaluation = new([], []);
    private EvaluatedSplit? split;
    private HiddenSplit? hidden;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>Whether the user may change runs.</summary>
    [Parameter, EditorRequired] public required bool MayChange { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>The split shown; by default the test split, or else the last one.</summary>
    private string? SplitName => new PageQuery(Navigation).Text("split");

    /// <summary>Reads evaluations.</summary>
    [Inject] public required RunEvaluations Evaluations { get; set; }

    /// <summary>Carries out actions on runs.</summary>
    [Inject] public required RunControl Control { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    // A finished evaluation of labelled exams has results.
    private IEnumerable<string> Unlabelled => Run.Evaluations
        .Where(entry => entry.Value.Status == RunStatus.Finished && evaluation.Problems.Count == 0
            && !evaluation.Splits.Select(one => one.Name).Concat(evaluation.Hidden.Select(one => one.Name))
                .Any(name => name.StartsWith(RunEvaluations.NameOf(entry.Key, ""), StringComparison.Ordinal)))
        .Select(entry => entry.Key).Order(StringComparer.OrdinalIgnoreCase);

    private string Empty => Run.Status.IsFinal()
        ? "The run was not evaluated. Resume it, or evaluate its best checkpoint on a dataset with “Evaluate on another dataset…”."
        : "Evaluation follows training, with metrics of every split.";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        evaluation = Evaluations.Read(Run);
        hidden = evaluation.Hidden.FirstOrDefault(one => one.Name == SplitName);
        split = hidden is not null ? null : evaluation.Find(SplitName) ?? evaluation.Find("test") ?? evaluation.Find("validation")
            ?? (evaluation.Splits is [.., EvaluatedSplit last] ? last : null);
    }

    private async Task StopAsync(string dataset)
    {
        try
        {
            await Control.StopEvaluationAsync(await Page.GetAsync(), Run.Id, dataset, CancellationToken.None);
        }
        catch (InputException e)
        {
            Snackbar.Add(e.Message, Severity.Error);
        }
    }
}
