<?php
// Receives webhooks and grants what is paid. Run it with: AGHANIM_WEBHOOK_SECRET=whsec_… php -S 127.0.0.1:3000 receiver.php

// #region verify-signature
/** The greatest age of a signature, in seconds. */
const TOLERANCE = 300;

/** $raw has the bytes of the body as they were received, before any parsing. */
function is_signed(array $headers, string $raw, string $secret): bool
{
    $timestamp = $headers['X-Aghanim-Signature-Timestamp'] ?? '';
    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > TOLERANCE) {
        return false;
    }
    $expected = hash_hmac('sha256', $timestamp . '.' . $raw, $secret);
    return hash_equals($expected, $headers['X-Aghanim-Signature'] ?? '');
}
// #endregion

/** One webhook, which may be a repetition: the file of its key says that it was handled. */
function handle(array $headers, string $raw): array
{
    $secret = getenv('AGHANIM_WEBHOOK_SECRET') ?: '';
    if (!is_signed($headers, $raw, $secret)) {
        return [401, ['status' => 'error', 'code' => 'invalid_signature', 'message' => 'Wrong signature.']];
    }
    $event = json_decode($raw, true);
    $marker = sys_get_temp_dir() . '/handled-' . hash('sha256', $secret . $event['idempotency_key']);
    if (!file_exists($marker)) {
        touch($marker);
        foreach ($event['event_data']['items'] ?? [] as $item) {
            error_log("{$event['event_type']}: {$item['quantity']} {$item['sku']}");
        }
    }
    return [200, ['status' => 'ok']];
}

[$status, $answer] = handle(getallheaders(), file_get_contents('php://input'));
http_response_code($status);
header('Content-Type: application/json');
echo json_encode($answer);
