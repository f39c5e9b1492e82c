using System.Globalization;
using System.Threading.RateLimiting;
using Angioboard.Dashboard.Requests;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;

namespace Angioboard.Dashboard.Limits;

/// <summary>Limits one user's concurrent requests and the size of forms.</summary>
internal static class RequestLimits
{
    /// <summary>The policy of endpoints that send files.</summary>
    public const string Downloads = "downloads";

    /// <summary>The policy of endpoints that send frames of exams.</summary>
    public const string Frames = "frames";

    /// <summary>The policy of endpoints that draw whole exams.</summary>
    public const string Animations = "animations";

    /// <summary>The policy of streams of events, which last.</summary>
    public const string Events = "events";

    // A page requests all thumbnails of an exam at once, and a browser several files: these wait rather than fail.
    private const int WaitingDownloads = 16, WaitingFrames = 256, Animation = 1, WaitingAnimations = 2;

    // Forms are used only to sign in and out. The API takes the settings of many runs.
    private const long LargestForm = 32 * 1024, LargestBody = 1 << 20;

    public static void Add(RateLimiterOptions limiter, LimitOptions limits)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (rejected, _) =>
        {
            bool rate = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait);
            rejected.HttpContext.Response.Headers.RetryAfter = rate
                ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(wait.TotalSeconds))}")
                : "5";
            await rejected.HttpContext.RefuseAsync(StatusCodes.Status429TooManyRequests, rate
                ? $"You have sent {limits.ApiRequests} requests in a minute, the maximum: wait as long as Retry-After says, then try again."
                : "Too many requests at a time: wait until the current ones are done, then try again.");
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => InAMinute(context, limits.ApiRequests));
        limiter.AddPolicy(Downloads, context => AtOnce(context, limits.Downloads, WaitingDownloads));
        limiter.AddPolicy(Events, context => AtOnce(context, limits.EventStreams, waiting: 0));
        limiter.AddPolicy(Frames, context => AtOnce(context, limits.Frames, WaitingFrames));
        // One takes a processor for seconds.
        limiter.AddPolicy(Animations, context => AtOnce(context, Animation, WaitingAnimations));
    }

    /// <summary>
    /// Refuses forms that are too large before reading them. Data that pages send over their connection has its own limit.
    /// </summary>
    public static Task LimitForm(HttpContext context, RequestDelegate next)
    {
        long largest = context.IsApi() ? LargestBody : LargestForm;
        if (!context.Request.Path.StartsWithSegments("/_blazor")
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = largest;
        if (context.Request.ContentLength > largest && !context.Request.Path.StartsWithSegments("/_blazor"))
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return context.IsApi()
                ? context.RefuseAsync(StatusCodes.Status413PayloadTooLarge, $"The body has more than {LargestBody} bytes.")
                : Task.CompletedTask;
        }
        return next(context);
    }

    // Of one user, whatever tokens they use. A minute's requests may come at once.
    private static RateLimitPartition<string> InAMinute(HttpContext context, int requests) =>
        context.IsApi() && context.Terminal() is null && context.User.Identity?.Name is { } user
            ? RateLimitPartition.GetTokenBucketLimiter(user, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = requests, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromMinutes(1) / requests,
            })
            : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> AtOnce(HttpContext context, int limit, int waiting) =>
        RateLimitPartition.GetConcurrencyLimiter(
        context.User.Identity?.Name
            ?? "", _ => new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = waiting,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
}
