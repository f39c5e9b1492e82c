using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>Launches runs.</summary>
internal static class LaunchRoute
{
    public static void MapLaunch(this RouteGroupBuilder api) => api.MapPost("/runs", LaunchAsync).WithTags(RunChanges.Tag)
        .WithSummary("Launch runs").WithDescription("With the same Idempotency-Key, an equal request launches nothing more and gets "
            + "the runs of the first.")
        .Accepts<LaunchBody>("application/json").Fails(400, 415, 422, 503);

    private static async Task<Created<Launched>> LaunchAsync(
        [FromHeader(Name = "Idempotency-Key")] string? key, HttpContext context, DatasetStore datasets, ApiLaunches launches,
        LaunchPreflight preflight)
    {
        JsonBody body = await JsonBody.ReadAsync(context, LaunchBody.Fields);
        IReadOnlyList<Run> runs = await launches.LaunchAsync(
            context.Actor(), () => LaunchBody.Read(body, datasets), key, body.Hash, context.RequestAborted);
        RunState[] states = [.. runs.Select(run => RunState.Of(run, context))];
        return TypedResults.Created(states[0].Url, new Launched(states, preflight.Warnings([.. runs.Select(run => run.Settings)])));
    }
}

/// <summary>What was launched.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Warnings">What the user should know about them, one line each.</param>
internal sealed record Launched(IReadOnlyList<RunState> Runs, IReadOnlyList<string> Warnings);
