using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>What the buttons of a run's page do.</summary>
internal static class RunChanges
{
    /// <summary>The address of a run.</summary>
    public const string OfRun = "/runs/{experiment}/{train}";

    /// <summary>What the API's description calls these endpoints.</summary>
    public const string Tag = "Changing runs";

    private delegate Task Change(RunControl control, Actor actor, string id, CancellationToken cancellation);

    public static void MapRunChanges(this RouteGroupBuilder api)
    {
        RouteGroupBuilder run = api.MapGroup(OfRun).WithTags(Tag);
        run.Map("stop", "Take a run out of the queue, or end its trainer", (c, a, id, t) => c.StopAsync(a, id, t));
        run.Map("pause", "Hold a run back, or let its trainer save a checkpoint and end", (c, a, id, t) => c.PauseAsync(a, id, t));
        run.Map("continue", "Put a paused run back in line", (c, a, id, t) => c.GoOnAsync(a, id, t));
        run.Map("finish-early", "End training after the current step, and evaluate", (c, a, id, t) => c.FinishEarlyAsync(a, id, t));
        run.Map("resume", "Queue a stopped or failed run again, from its last checkpoint", (c, a, id, t) => c.ResumeAsync(a, id, t));
        run.Map("restore", "Bring a deleted run back from the trash", (c, a, id, t) => c.RestoreAsync(a, id, t));
        run.MapPost("/epochs", AddEpochsAsync).WithSummary("Train a finished run for more epochs").Accepts<MoreEpochs>("application/json")
            .Fails(400, 404, 409, 415, 422, 503);
        api.MapDelete(OfRun, DeleteAsync).WithTags(Tag).WithSummary("Move a run to the trash").Fails(404, 409, 503);
    }

    /// <summary>The run of an address.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static Run Find(RunStore runs, string experiment, string train) =>
        runs.Find($"{experiment}/{train}") ?? throw RefusedException.NoRun(experiment, train);

    private static void Map(this RouteGroupBuilder run, string verb, string summary, Change change) => run.MapPost($"/{verb}",
        (string experiment, string train, HttpContext context, RunControl control, RunStore runs) =>
            DoAsync(experiment, train, context, runs, (actor, id) => change(control, actor, id, context.RequestAborted)))
        .WithSummary(summary).Fails(404, 409, 503);

    private static async Task<Ok<RunState>> AddEpochsAsync(
        string experiment, string train, HttpContext context, RunControl control, RunStore runs)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "epochs");
        int? epochs = body.Number("epochs");
        if (epochs is null && !body.Has("epochs")) body.Add("epochs: is missing; give the number of epochs to add");
        if (epochs is < 1 or > 1_000_000) body.Add("epochs: is not between 1 and 1000000");
        body.Require();
        return await DoAsync(experiment, train, context, runs, (actor, id) =>
            control.ExtendAsync(actor, id, Find(runs, experiment, train).EpochsDone + epochs!.Value, context.RequestAborted));
    }

    private static async Task<NoContent> DeleteAsync(
        string experiment, string train, HttpContext context, RunControl control, RunStore runs)
    {
        await DoAsync(experiment, train, context, runs, (actor, id) => control.DeleteAsync(actor, id, context.RequestAborted));
        return TypedResults.NoContent();
    }

    private static async Task<Ok<RunState>> DoAsync(
        string experiment, string train, HttpContext context, RunStore runs, Func<Actor, string, Task> act)
    {
        Run run = Find(runs, experiment, train);
        try
        {
            await act(context.Actor(), run.Id);
        }
        catch (InputException e) when (e is not (NotAllowedException or DatabaseTroubleException or RefusedException))
        {
            // The request is fine; the run's state does not allow it.
            throw new RefusedException(StatusCodes.Status409Conflict, e.Problems);
        }
        return TypedResults.Ok(RunState.Of(Find(runs, experiment, train), context));
    }
}

/// <summary>More epochs for a run.</summary>
/// <param name="Epochs">The number of epochs to add to those that it has trained.</param>
internal sealed record MoreEpochs(int Epochs);
