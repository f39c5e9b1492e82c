using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Viewer;

/// <summary>The remarks on an exam. What is written and not saved stays with its exam while the page is open.</summary>
public sealed partial class RemarkPanel
{
    private readonly Dictionary<(string, string), (string Text, bool Doubtful)> drafts = [];
    private (string, string) shown;
    private IReadOnlyList<ExamRemark> remarks = [];
    private (string Text, bool Doubtful) draft = ("", false);

    /// <summary>The registered dataset.</summary>
    [Parameter, EditorRequired] public required string Dataset { get; set; }

    /// <summary>The exam.</summary>
    [Parameter, EditorRequired] public required string Exam { get; set; }

    /// <summary>Whether the user may write remarks.</summary>
    [Parameter] public bool MayWrite { get; set; }

    /// <summary>A remark was saved.</summary>
    [Parameter] public EventCallback OnSaved { get; set; }

    /// <summary>The remarks.</summary>
    [Inject] public required ExamRemarks Remarks { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    private bool Doubtful => remarks is [.., { Doubtful: true }];

    private bool Says => !string.IsNullOrWhiteSpace(draft.Text) || draft.Doubtful != Doubtful;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (shown == (Dataset, Exam)) return;
        shown = (Dataset, Exam);
        remarks = Remarks.Of(Dataset, Exam);
        draft = drafts.TryGetValue(shown, out (string Text, bool Doubtful) kept) ? kept : ("", Doubtful);
    }

    private void Write(string? text) => drafts[shown] = draft = (text ?? "", draft.Doubtful);

    private void Doubt(bool doubtful) => drafts[shown] = draft = (draft.Text, doubtful);

    private async Task AddAsync()
    {
        Actor actor = await Page.GetAsync();
        try
        {
            Remarks.Add(actor, Dataset, Exam, draft.Text, draft.Doubtful);
        }
        catch (InputException e)
        {
            Snackbar.Add(e.Problems[0], Severity.Error);
            return;
        }
        drafts.Remove(shown);
        remarks = Remarks.Of(Dataset, Exam);
        draft = ("", Doubtful);
        await OnSaved.InvokeAsync();
    }
}
