using Angioboard.Dashboard.Layout;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Files;

/// <summary>
/// The end of the trainer's log, followed while the trainer runs; searched in its last <see cref="RunLogTail.MaxLines"/> lines.
/// </summary>
public sealed partial class LogTab : IDisposable
{
    private const int Step = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource gone = new();
    private RunLogTail? tail;
    private string folder = "";
    private HiddenSplits hidden = HiddenSplits.None;
    private int limit = Step;
    private bool following = true;
    private (int Number, string Line)[] shown = [];
    private int found;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>The text searched for.</summary>
    private string? Search => new PageQuery(Navigation).Text("search");

    /// <summary>Whether live updates are paused.</summary>
    [Inject] public required LiveState Live { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    private string Count => (Search, tail!.Lines.Count) switch
    {
        ({ Length: > 0 } text, { } lines) => $"{found} of {(tail.Cut ? "the last " : "")}{lines} lines contain “{text}”"
            + $"{(found > shown.Length ? $"; the last {shown.Length} are shown" : "")}",
        (_, { } lines) when tail.Cut || lines > shown.Length => $"The last {shown.Length} lines",
        (_, 1) => "1 line",
        (_, { } lines) => $"{lines} lines",
    };

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (folder != Run.Folder || hidden != Run.Hidden)
        {
            (folder, hidden, tail) = (Run.Folder, Run.Hidden, new RunLogTail(Run.Folder, Run.Hidden));
            tail.Read();
        }
        Choose();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    private async Task FollowAsync()
    {
        using PeriodicTimer timer = new(Interval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(gone.Token))
            {
                if (following && !Live.Paused) await InvokeAsync(ReadMore);
            }
        }
        catch (OperationCanceledException)
        {
            // The page shows something else by now.
        }
    }

    private void ReadMore()
    {
        if (tail?.Read() != true) return;
        Choose();
        StateHasChanged();
    }

    private void Follow(bool follow)
    {
        following = follow;
        if (follow) ReadMore();
    }

    private void ShowMore()
    {
        limit += Step;
        Choose();
    }

    private void Choose()
    {
        IEnumerable<(int Number, string Line)> lines = tail!.Lines.Select((line, i) => (tail.First + i, line));
        if (Search is { Length: > 0 } text) lines = lines.Where(line => line.Line.Contains(text, StringComparison.OrdinalIgnoreCase));
        (int Number, string Line)[] all = [.. lines];
        found = all.Length;
        shown = all.Length > limit ? all[^limit..] : all;
    }

    private void ChooseSearch(string? text) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("search", string.IsNullOrEmpty(text) ? null : text), replace: true);
}
