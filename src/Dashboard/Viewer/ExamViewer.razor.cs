using System.Globalization;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Layout;
using Angioboard.Jobs.Datasets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace Angioboard.Dashboard.Viewer;

/// <summary>
/// The frames of an exam of a registered dataset, or of a run: without the burnt-in strip and the other half, except by a choice that
/// viewers do not have. The frame shown is in the address.
/// </summary>
public sealed partial class ExamViewer : IAsyncDisposable
{
    private (string?, string?, string)? found;
    private ViewedExam viewed = new() { Exam = "" };
    private readonly string others = $"exams-{Guid.NewGuid():N}";
    private bool mayWhole;
    private ElementReference root;
    private ViewerScript? script;

    /// <summary>The registered dataset; or <see cref="RunId"/>.</summary>
    [Parameter] public string? Dataset { get; set; }

    /// <summary>The run that the exam belongs to, if no dataset is given; frames that its model did not use are marked.</summary>
    [Parameter] public string? RunId { get; set; }

    /// <summary>The exam.</summary>
    [Parameter, EditorRequired] public required string Exam { get; set; }

    /// <summary>What follows the exam's name and what is known of it.</summary>
    [Parameter] public RenderFragment? Head { get; set; }

    /// <summary>What stands at the end of the first line.</summary>
    [Parameter] public RenderFragment? End { get; set; }

    /// <summary>The exams before and after it; null for none.</summary>
    [Parameter] public ExamNeighbours? Neighbours { get; set; }

    /// <summary>What is shown beside the frames.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    /// <summary>A remark on the exam was saved.</summary>
    [Parameter] public EventCallback OnRemark { get; set; }

    /// <summary>Finds the frames.</summary>
    [Inject] public required ExamFrameSource Frames { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>Calls scripts in the browser.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public Task<AuthenticationState>? Authentication { get; set; }

    private IReadOnlyList<ViewedFrames> Panes => viewed.Panes;

    private int Count => Panes.Count == 0 ? 0 : Panes[0].Names.Count;

    private string Facts => viewed.Facts is not { } facts ? "" : string.Join(" · ", new[]
    {
        $"Class {facts.Class ?? "unknown"}", $"Split {facts.Split}", facts.Patient is { } patient ? $"Patient {patient}" : null,
        Count == 1 ? "1 frame" : $"{Count} frames",
    }.OfType<string>());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (script is not null) await script.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Authentication is not null) mayWhole = (await Authentication).User.MayLaunch();
        if (found == (Dataset, RunId, Exam)) return;
        found = (Dataset, RunId, Exam);
        await FindAsync(new PageQuery(Navigation).Text("beside"));
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Panes.Count == 0) return;
        script ??= new ViewerScript(Script, root);
        int index = (new PageQuery(Navigation).Whole("frame") ?? 1) - 1;
        await script.ShowAsync(new ViewerOptions(viewed.Exam, viewed.Beside, index, Panes));
    }

    private async Task FindAsync(string? beside)
    {
        string exam = Exam;
        ViewedExam now = await Task.Run(() => new ViewedExams(Frames, Dataset, RunId, mayWhole).Find(exam, beside));
        // The page may have gone on to another exam meanwhile.
        if (found == (Dataset, RunId, exam)) viewed = now;
    }

    private Task ChooseAsync(ChangeEventArgs change) => FindAsync($"{change.Value}" is { Length: > 0 } beside ? beside : null);

    private async Task NameAsync(ChangeEventArgs change)
    {
        string name = $"{change.Value}".Trim();
        if (name.Length == 0) return;
        string? before = viewed.Beside;
        await FindAsync(name);
        if (viewed.Beside is not null) return;
        Snackbar.Add($"There is no other exam {name} with frames.", Severity.Warning);
        await FindAsync(before);
    }

    private string Animation(string format) =>
        AnimationEndpoint.Address(Panes[0].Frames, format) + FrameRates.Usual.ToString(CultureInfo.InvariantCulture);

    private bool Used(int frame) => Panes[0].Used is not { } used || used.Contains(frame);
}
