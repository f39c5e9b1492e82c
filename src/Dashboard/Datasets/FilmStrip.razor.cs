using System.Globalization;
using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Datasets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;

namespace Angioboard.Dashboard.Datasets;

/// <summary>
/// The frames of an exam of a registered data set, or of a run: without the burnt-in strip and the other half, except by a button that
/// viewers do not have.
/// </summary>
public sealed partial class FilmStrip : IDisposable
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(400);

    private readonly HashSet<int> unreadable = [];
    private (string?, string?, string) shown;
    private int? count;
    private IReadOnlyList<int>? seen;
    private int index;
    private bool whole;
    private bool mayWhole;
    private string? problem;
    private CancellationTokenSource? playing;

    /// <summary>The registered data set; or <see cref="RunId"/>.</summary>
    [Parameter] public string? Dataset { get; set; }

    /// <summary>The run that the exam belongs to, if no data set is given; frames that its model did not see are dimmed.</summary>
    [Parameter] public string? RunId { get; set; }

    /// <summary>The exam.</summary>
    [Parameter, EditorRequired] public required string Exam { get; set; }

    /// <summary>Finds the frames.</summary>
    [Inject] public required ExamFrameSource Source { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public Task<AuthenticationState>? Authentication { get; set; }

    private bool MayWhole => mayWhole;

    private string Description => $"Frame {index + 1} of {count} of exam {Exam}{(Seen(index) ? "" : ", not seen by the model")}";

    /// <inheritdoc/>
    public void Dispose() => Stop();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Authentication is not null)
            mayWhole = (await Authentication).User.MayLaunch();
        if (shown == (Dataset, RunId, Exam)) return;
        shown = (Dataset, RunId, Exam);
        Stop();
        unreadable.Clear();
        (count, seen, index, whole, problem) = (null, null, 0, false, null);
        await FindAsync();
    }

    private async Task FindAsync()
    {
        try
        {
            (ExamFrames? frames, int found) = await Task.Run(() =>
            {
                ExamFrames? source = Dataset is { } dataset ? Source.OfDataset(dataset)
                    : RunId is { } run ? Source.OfRun(run, mayWhole)
                    : null;
                return (source, source?.Listing.Frames(Exam).Count ?? 0);
            });
            if (found == 0)
            {
                problem = frames?.Listing.Find(Exam) is null
                    ? $"{Exam} is no longer among the exams."
                    : $"The frames of {Exam} are missing: its folder is gone or empty.";
                return;
            }
            seen = frames!.Selection?.Invoke(found);
            count = found;
        }
        catch (InputException e)
        {
            problem = e.Problems[0];
        }
    }

    private bool Seen(int frame) => seen is null || seen.Contains(frame);

    private string Address(int frame, bool asWhole) =>
        FrameEndpoints.Address(Dataset, Dataset is null ? RunId : null, Exam, frame, asWhole);

    private string ThumbnailClass(int frame) =>
        $"film-thumbnail{(frame == index ? " film-current" : "")}{(Seen(frame) ? "" : " film-unseen")}";

    private void Show(int frame) => index = Math.Clamp(frame, 0, Math.Max(0, (count ?? 1) - 1));

    private void OnSlide(ChangeEventArgs change)
    {
        if (int.TryParse($"{change.Value}", NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)) Show(number - 1);
    }

    private void OnKey(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowRight":
                Show(index + 1);
                break;
            case "ArrowLeft":
                Show(index - 1);
                break;
        }
    }

    private void OnUnreadable(int frame)
    {
        if (!whole) unreadable.Add(frame);
    }

    private void ToggleWhole() => whole = !whole;

    private void TogglePlay()
    {
        if (playing is not null)
        {
            Stop();
            return;
        }
        playing = new CancellationTokenSource();
        if (index == count - 1) index = 0;
        _ = PlayAsync(playing.Token);
    }

    private void Stop()
    {
        playing?.Cancel();
        playing?.Dispose();
        playing = null;
    }

    private async Task PlayAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(FrameTime);
        try
        {
            while (index < count - 1 && await timer.WaitForNextTickAsync(cancellation))
            {
                index++;
                await InvokeAsync(StateHasChanged);
            }
            Stop();
            await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException)
        {
            // Stopped, or the page is closed.
        }
    }
}
