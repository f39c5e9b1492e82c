using System.Threading.RateLimiting;
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

    // A page requests all thumbnails of an exam at once, and a browser several files: these wait rather than fail.
    private const int WaitingDownloads = 16, WaitingFrames = 256, Animation = 1, WaitingAnimations = 2;

    // Forms are used only to sign in and out.
    private const long LargestForm = 32 * 1024;

    public static void Add(RateLimiterOptions limiter, LimitOptions limits)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (rejected, cancellation) =>
        {
            HttpResponse response = rejected.HttpContext.Response;
            response.Headers.RetryAfter = "5";
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync("Too many requests at a time: wait until the current ones are done, then try again.", cancellation);
        };
        limiter.AddPolicy(Downloads, context => AtOnce(context, limits.Downloads, WaitingDownloads));
        limiter.AddPolicy(Frames, context => AtOnce(context, limits.Frames, WaitingFrames));
        // One takes a processor for seconds.
        limiter.AddPolicy(Animations, context => AtOnce(context, Animation, WaitingAnimations));
    }

    /// <summary>
    /// Refuses forms that are too large before reading them. Data that pages send over their connection has its own limit.
    /// </summary>
    public static Task LimitForm(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/_blazor")
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = LargestForm;
        if (context.Request.ContentLength > LargestForm && !context.Request.Path.StartsWithSegments("/_blazor"))
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }
        return next(context);
    }

    private static RateLimitPartition<string> AtOnce(HttpContext context, int limit, int waiting) =>
        RateLimitPartition.GetConcurrencyLimiter(
        context.User.Identity?.Name
            ?? "", _ => new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = waiting,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
}
