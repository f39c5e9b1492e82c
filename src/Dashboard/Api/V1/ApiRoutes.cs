using Angioboard.Dashboard.Account.Tokens;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Api.V1.Changing;
using Angioboard.Dashboard.Api.V1.Local;
using Angioboard.Dashboard.Api.V1.Reading;
using Angioboard.Dashboard.Requests;

namespace Angioboard.Dashboard.Api.V1;

/// <summary>The API for programs, version 1. <see cref="ApiErrors"/> and the rate limit in front of it belong to it.</summary>
internal static class ApiRoutes
{
    /// <summary>Adds what the API needs.</summary>
    public static void AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddSingleton<ApiLaunches>();
        services.AddApiDocument();
        services.AddAntiforgery(antiforgery => antiforgery.HeaderName = OwnPage.Header);
    }

    /// <summary>Maps all endpoints below <c>/api/v1</c>.</summary>
    public static void MapApi(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup(ApiProblem.Root).RequireAuthorization(TokenScheme.Policy)
            .FailsAsAll().AddEndpointFilterFactory(KnownQuery.Filter)
            .AddEndpointFilter(OwnPage.RequireAsync)
            .AddEndpointFilter(ApiCaller.WatchAsync);
        api.MapLaunch();
        api.MapRunChanges();
        api.MapTexts();
        api.MapStudyChanges();
        api.MapEnsembleChanges();
        api.MapLocal();
        app.MapApiDocument();
        api.MapReading();
        api.MapGet("/csrf", OwnPage.Give).WithTags("Signing in").WithSummary("Get the header that a signed-in browser sends with changes");
    }
}
