namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>What the API's description says of endpoints.</summary>
internal static class Described
{
    private const string Problem = "application/problem+json";

    /// <summary>Names the errors that an endpoint may answer with, besides those of all: 401, 403 and 429.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params IEnumerable<int> statuses)
    {
        foreach (int status in statuses) endpoint.Produces<ProblemDocument>(status, Problem);
        return endpoint;
    }

    /// <summary>The errors of all endpoints.</summary>
    public static RouteGroupBuilder FailsAsAll(this RouteGroupBuilder endpoints)
    {
        foreach (int status in new[] { StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
            StatusCodes.Status429TooManyRequests })
            endpoints.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [Problem]));
        return endpoints;
    }
}
